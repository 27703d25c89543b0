import { parseImageReference } from '../oci/image-reference';
import { type PlatformSummary, summarizeImage } from './image-summary';
import { readImage } from './read-image';
import { RegistryClient, type RegistryClientOptions } from './registry-client';

/** What an image in a registry is made of. */
export interface IndexSummary {
  /** Digest of the index, or of the manifest where the image is for one platform alone. */
  readonly digest: string;
  readonly mediaType: string;
  /** In the order of the index; attestations are left out. */
  readonly platforms: readonly PlatformSummary[];
}

/**
 * Reads an image's index and manifests, by a name such as `localhost:5000/me/hello:latest`.
 *
 * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
 */
export function readIndexSummary(
  name: string,
  options: RegistryClientOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<IndexSummary> {
  const reference = parseImageReference(name);
  return readImage(
    new RegistryClient(options),
    reference,
    options.signal,
    async ({ digest, mediaType }, read) => ({
      digest,
      mediaType,
      platforms: await summarizeImage(digest, read),
    }),
  );
}
