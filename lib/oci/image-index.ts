import type { Platform } from './platform';

/** What was read is no index and no manifest of an image. */
export class NoImageError extends Error {}

/** One platform of an image. */
export interface PlatformManifest {
  readonly platform: Platform;
  /** Digest of its manifest. */
  readonly digest: string;
}

/** What a manifest says of an image. */
export interface ManifestContent {
  /** Digest of the image config. */
  readonly config: string;
  /** Lowest first. */
  readonly layers: readonly LayerDescriptor[];
}

/** A layer as a manifest names it. */
export interface LayerDescriptor {
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes as it is stored and sent. */
  readonly size: number;
}

/** Media types of the config of an image; what has another is none, such as a chart or a signature. */
const CONFIG_TYPES: readonly unknown[] = [
  // Old registries and tests leave it out.
  undefined,
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/**
 * The platforms of an index, in its order; attestations are left out. Undefined for the manifest of an
 * image for one platform.
 *
 * @throws NoImageError
 * @see OCI image-spec, image index and image manifest
 */
export function parseIndex(bytes: Uint8Array): readonly PlatformManifest[] | undefined {
  const root = parseObject(bytes);
  if (!Array.isArray(root.manifests)) return undefined;
  return root.manifests.map(asObject).flatMap((descriptor) => {
    const platform = platformOf(asObject(descriptor.platform));
    // Attestations are manifests, too, of a platform that there is not.
    if (platform === undefined || platform.os === 'unknown') return [];
    return [{ platform, digest: digestOf(descriptor) }];
  });
}

/** @throws NoImageError for bytes that are no manifest of an image */
export function parseManifest(bytes: Uint8Array): ManifestContent {
  return manifestContent(parseObject(bytes));
}

/** The platform that an image config names. @throws NoImageError for bytes that are no JSON */
export function configPlatform(bytes: Uint8Array): Platform | undefined {
  return platformOf(parseObject(bytes));
}

type JsonObject = Readonly<Record<string, unknown>>;

function manifestContent({ config, layers }: JsonObject): ManifestContent {
  const descriptor = asObject(config);
  if (typeof descriptor.digest !== 'string')
    throw new NoImageError('neither an index nor a manifest');
  if (!CONFIG_TYPES.includes(descriptor.mediaType)) {
    throw new NoImageError(`a manifest of something else: ${String(descriptor.mediaType)}`);
  }
  return { config: digestOf(descriptor), layers: layerDescriptors(layers) };
}

function digestOf({ digest }: JsonObject): string {
  if (typeof digest === 'string') return digest;
  throw new NoImageError('descriptor without a digest');
}

function platformOf({ os, architecture, variant }: JsonObject): Platform | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return typeof variant === 'string' && variant !== ''
    ? { os, architecture, variant }
    : { os, architecture };
}

function layerDescriptors(layers: unknown): LayerDescriptor[] {
  if (!Array.isArray(layers)) throw new NoImageError('manifest without layers');
  return layers.map((layer) => {
    const descriptor = asObject(layer);
    const { mediaType, size } = descriptor;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
      throw new NoImageError('layer without a size');
    }
    return { digest: digestOf(descriptor), mediaType: String(mediaType), size };
  });
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
