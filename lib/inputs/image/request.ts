import type { SchemaReader } from '../../json';

/** One platform of an image of a registry. */
export interface ImageRequest {
  /** In full, with tag or digest: `docker.io/library/debian:trixie`. */
  readonly reference: string;
  /** `linux/arm64`, under its usual name. */
  readonly platform: string;
}

/** Reads a request out of a manifest. */
export function readRequest(value: unknown, at: string, schema: SchemaReader): ImageRequest {
  const { platform, reference } = schema.object(value, at);
  return {
    reference: schema.text(reference, `${at}.reference`),
    platform: schema.text(platform, `${at}.platform`, /^[^/]+\/[^/]+(?:\/[^/]+)?$/),
  };
}
