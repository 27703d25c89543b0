import { formatPlatform } from '../oci/platform';

/** What one platform of a built image weighs. */
export interface PlatformSummary {
  /** `linux/arm64` */
  readonly platform: string;
  /** Digest of the platform's manifest. */
  readonly digest: string;
  /** Bytes of all layers as they are stored and sent. */
  readonly compressedSize: number;
}

/** Reads a manifest, index or config by its digest. */
export type ReadBlob = (digest: string) => Promise<Uint8Array> | Uint8Array;

/**
 * The platforms of an image, in the order of its index.
 *
 * @param digest of the index, or of the manifest of an image for one platform
 * @see OCI image-spec, image index and image manifest
 */
export async function summarizeImage(digest: string, read: ReadBlob): Promise<PlatformSummary[]> {
  const root = parseJson(await read(digest));
  if (!Array.isArray(root.manifests)) {
    const config = parseJson(await read(String(asRecord(root.config).digest)));
    return [{ platform: platformText(config), digest, compressedSize: layersSize(root) }];
  }
  // Attestations are manifests, too, of a platform that there is not.
  const manifests = root.manifests
    .map(asRecord)
    .filter((descriptor) => asRecord(descriptor.platform).os !== 'unknown');
  return Promise.all(
    manifests.map(async (descriptor) => {
      const manifestDigest = String(descriptor.digest);
      return {
        platform: platformText(asRecord(descriptor.platform)),
        digest: manifestDigest,
        compressedSize: layersSize(parseJson(await read(manifestDigest))),
      };
    }),
  );
}

function platformText({ os, architecture, variant }: Readonly<Record<string, unknown>>): string {
  return formatPlatform({
    os: String(os),
    architecture: String(architecture),
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
  });
}

function layersSize({ layers }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(layers)) throw new TypeError('manifest without layers');
  return layers.reduce((sum: number, layer) => sum + Number(asRecord(layer).size), 0);
}

function parseJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  return asRecord(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('no JSON object');
  return value as Readonly<Record<string, unknown>>;
}
