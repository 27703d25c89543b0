import { NoImageError } from '../oci/image-index';
import { formatImageReference, type ImageReference } from '../oci/image-reference';
import type { ReadContent } from './image-index';
import type { Manifest, RegistryClient } from './registry-client';
import { RegistryError } from './registry-error';

const MAX_CONFIG_BYTES = 8 * 1024 * 1024;

/**
 * Reads an image of a registry: its index, or its manifest where it is for one platform alone.
 *
 * @param use is given that, and reads more of the image by digests
 * @throws RegistryError `E_REGISTRY`, also for what is no image, `E_REGISTRY_AUTH`,
 *   `E_REGISTRY_DIGEST`; what `use` throws
 */
export async function readImage<T>(
  client: RegistryClient,
  reference: ImageReference,
  signal: AbortSignal | undefined,
  use: (root: Manifest, read: ReadContent) => Promise<T>,
): Promise<T> {
  const root = await client.getManifest(reference, signal);
  const read: ReadContent = async (digest, kind) => {
    if (digest === root.digest) return root.bytes;
    if (kind === 'config') {
      return client.getBlob(reference, digest, { maxBytes: MAX_CONFIG_BYTES, signal });
    }
    return (await client.getManifest({ ...reference, digest }, signal)).bytes;
  };
  try {
    return await use(root, read);
  } catch (error) {
    if (!(error instanceof NoImageError)) throw error;
    throw new RegistryError(
      'E_REGISTRY',
      `what ${formatImageReference(reference)} names is no image`,
      { got: error.message, expected: 'an OCI or Docker index or manifest' },
    );
  }
}
