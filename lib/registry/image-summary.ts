import type { Platform } from '../oci/platform';

/** What one platform of an image weighs. */
export interface PlatformSummary {
  readonly platform: Platform;
  /** Digest of the platform's manifest. */
  readonly digest: string;
  /** Bytes of all layers as they are stored and sent. */
  readonly compressedSize: number;
  readonly layers: number;
}

/** Reads a manifest, an index or a config by its digest, wherever the image is. */
export type ReadContent = (
  digest: string,
  kind: 'manifest' | 'config',
) => Promise<Uint8Array> | Uint8Array;

/** What was read is no index and no manifest of an image. */
export class NoImageError extends Error {}

/**
 * The platforms of an image, in the order of its index; attestations are left out.
 *
 * @param digest of the index, or of the manifest of an image for one platform
 * @throws NoImageError, and what `read` throws
 * @see OCI image-spec, image index and image manifest
 */
export async function summarizeImage(
  digest: string,
  read: ReadContent,
): Promise<readonly PlatformSummary[]> {
  const root = parseObject(await read(digest, 'manifest'));
  if (!Array.isArray(root.manifests)) {
    const { digest: config } = asObject(root.config);
    if (typeof config !== 'string') throw new NoImageError('neither an index nor a manifest');
    const platform = platformOf(parseObject(await read(config, 'config')));
    if (platform === undefined) throw new NoImageError('config without a platform');
    return [{ platform, digest, ...layerSizes(root) }];
  }
  return Promise.all(
    root.manifests.map(asObject).flatMap((descriptor) => {
      const platform = platformOf(asObject(descriptor.platform));
      // Attestations are manifests, too, of a platform that there is not.
      if (platform === undefined || platform.os === 'unknown') return [];
      return [summarizeManifest(String(descriptor.digest), platform, read)];
    }),
  );
}

async function summarizeManifest(
  digest: string,
  platform: Platform,
  read: ReadContent,
): Promise<PlatformSummary> {
  return { platform, digest, ...layerSizes(parseObject(await read(digest, 'manifest'))) };
}

type JsonObject = Readonly<Record<string, unknown>>;

function platformOf({ os, architecture, variant }: JsonObject): Platform | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return typeof variant === 'string' && variant !== ''
    ? { os, architecture, variant }
    : { os, architecture };
}

function layerSizes({ layers }: JsonObject) {
  if (!Array.isArray(layers)) throw new NoImageError('manifest without layers');
  const sizes = layers.map((layer) => {
    const { size } = asObject(layer);
    if (typeof size === 'number' && Number.isSafeInteger(size) && size >= 0) return size;
    throw new NoImageError('layer without a size');
  });
  return { compressedSize: sizes.reduce((sum, size) => sum + size, 0), layers: sizes.length };
}

function parseObject(bytes: Uint8Array): JsonObject {
  try {
    return asObject(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new NoImageError('no JSON', { cause });
  }
}

const asObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
