import { formatImageReference, parseImageReference } from '../oci/image-reference';
import { NoImageError, type PlatformSummary, summarizeImage } from './image-summary';
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
  const { signal } = options;
  const reference = parseImageReference(name);
  const client = new RegistryClient(options);
  const root = await client.getManifest(reference, signal);
  const read = async (digest: string, kind: 'manifest' | 'config') => {
    if (digest === root.digest) return root.bytes;
    if (kind === 'config') {
      return client.getBlob(reference, digest, { maxBytes: MAX_CONFIG_BYTES, signal });
    }
    return (await client.getManifest({ ...reference, digest }, signal)).bytes;
  };
  try {
    const platforms = await summarizeImage(root.digest, read);
    return { digest: root.digest, mediaType: root.mediaType, platforms };
  } catch (error) {
    if (!(error instanceof NoImageError)) throw error;
    throw new RegistryError(
      'E_REGISTRY',
      `what ${formatImageReference(reference)} names is no image`,
      { got: error.message, expected: 'an OCI or Docker index or manifest' },
    );
  }
}
