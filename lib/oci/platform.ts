/**
 * A platform as OCI and BuildKit have it: `os/architecture[/variant]`.
 *
 * @see OCI image-spec, image index, `platform`
 */
export interface Platform {
  /** `linux`. */
  readonly os: string;
  /** As Go calls it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Of the architecture: `v7` of `arm`. @default - none */
  readonly variant?: string;
  /** Version of the operating system, for Windows. @default - any */
  readonly osVersion?: string;
  /** Features of the operating system that are needed, for Windows. @default - none */
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
