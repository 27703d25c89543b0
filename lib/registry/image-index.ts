import {
  configPlatform,
  NoImageError,
  type PlatformManifest,
  parseIndex,
  parseManifest,
} from '../oci/image-index';

/** Reads a manifest, an index or a config by its digest, wherever the image is. */
export type ReadContent = (
  digest: string,
  kind: 'manifest' | 'config',
) => Promise<Uint8Array> | Uint8Array;

/**
 * The platforms of an image, in the order of its index; attestations are left out.
 *
 * @param digest of the index, or of the manifest of an image for one platform
 * @throws NoImageError, and what `read` throws
 * @see OCI image-spec, image index and image manifest
 */
export async function listPlatforms(
  digest: string,
  read: ReadContent,
): Promise<readonly PlatformManifest[]> {
  const root = await read(digest, 'manifest');
  const platforms = parseIndex(root);
  if (platforms !== undefined) return platforms;
  const platform = configPlatform(await read(parseManifest(root).config, 'config'));
  if (platform === undefined) throw new NoImageError('config without a platform');
  return [{ platform, digest }];
}
