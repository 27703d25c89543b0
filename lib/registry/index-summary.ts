import {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../oci/image-reference';
import type { Platform } from '../oci/platform';
import { RegistryClient, type RegistryClientOptions } from './registry-client';
import { RegistryError } from './registry-error';

/** What an image in a registry is made of. */
export interface IndexSummary {
  /** Digest of the index, or of the manifest where the image is for one platform alone. */
  readonly digest: string;
  readonly mediaType: string;
  /** In the order of the index; attestations are left out. */
  readonly platforms: readonly PlatformSummary[];
}

/** One platform of an image. */
export interface PlatformSummary {
  readonly platform: Platform;
  /** Digest of the platform's manifest. */
  readonly digest: string;
  /** Bytes of all layers as they are in the registry. */
  readonly compressedSize: number;
  readonly layers: number;
}

const MAX_CONFIG_BYTES = 8 * 1024 * 1024;

/**
 * Reads an image's index and manifests, by a name such as `localhost:5000/me/hello:latest`.
 *
 * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
 */
export async function readIndexSummary(
  name: string,
  options: RegistryClientOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<IndexSummary> {
  const reference = parseImageReference(name);
  const client = new RegistryClient(options);
  const { digest, mediaType, bytes } = await client.getManifest(reference, options.signal);
  const root = parseObject(bytes, reference);
  if (!Array.isArray(root.manifests)) {
    const platform = await configPlatform(client, reference, root, options.signal);
    return { digest, mediaType, platforms: [{ platform, digest, ...layerSizes(root, reference) }] };
  }
  const platforms = await Promise.all(
    root.manifests.map(asObject).flatMap((descriptor) => {
      const platform = platformOf(asObject(descriptor.platform));
      if (platform === undefined || platform.os === 'unknown') return [];
      return [summarize(client, reference, String(descriptor.digest), platform, options.signal)];
    }),
  );
  return { digest, mediaType, platforms };
}

async function summarize(
  client: RegistryClient,
  reference: ImageReference,
  digest: string,
  platform: Platform,
  signal: AbortSignal | undefined,
): Promise<PlatformSummary> {
  const { bytes } = await client.getManifest({ ...reference, digest }, signal);
  return { platform, digest, ...layerSizes(parseObject(bytes, reference), reference) };
}

type JsonObject = Readonly<Record<string, unknown>>;

async function configPlatform(
  client: RegistryClient,
  reference: ImageReference,
  manifest: JsonObject,
  signal: AbortSignal | undefined,
): Promise<Platform> {
  const { digest } = asObject(manifest.config);
  if (typeof digest !== 'string') throw noImage(reference);
  const limits = { maxBytes: MAX_CONFIG_BYTES, signal };
  const config = parseObject(await client.getBlob(reference, digest, limits), reference);
  const platform = platformOf(config);
  if (platform === undefined) throw noImage(reference);
  return platform;
}

function platformOf({ os, architecture, variant }: JsonObject): Platform | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return typeof variant === 'string' && variant !== ''
    ? { os, architecture, variant }
    : { os, architecture };
}

function layerSizes(manifest: JsonObject, reference: ImageReference) {
  if (!Array.isArray(manifest.layers)) throw noImage(reference);
  const sizes = manifest.layers.map((layer) => Number(asObject(layer).size));
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 0)) throw noImage(reference);
  return { compressedSize: sizes.reduce((sum, size) => sum + size, 0), layers: sizes.length };
}

function parseObject(bytes: Uint8Array, reference: ImageReference): JsonObject {
  try {
    return asObject(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw noImage(reference);
  }
}

const asObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const noImage = (reference: ImageReference) =>
  new RegistryError('E_REGISTRY', `what ${formatImageReference(reference)} names is no image`, {
    expected: 'an OCI or Docker index or manifest',
  });
