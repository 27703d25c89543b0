/**
 * A platform as OCI and BuildKit have it: `os/architecture[/variant]`.
 *
 * @see OCI image-spec, image index, `platform`
 */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
}

/** Reads `linux/arm64` or `linux/arm/v7`; returns undefined for anything else. */
export function parsePlatform(text: string): Platform | undefined {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || variant === '' || rest.length > 0) return undefined;
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** `linux/arm64`, `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
