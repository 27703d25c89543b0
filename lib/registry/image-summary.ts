import { parseManifest } from '../oci/image-index';
import type { Platform } from '../oci/platform';
import { listPlatforms, type ReadContent } from './image-index';

/** What one platform of an image weighs. */
export interface PlatformSummary {
  readonly platform: Platform;
  /** Digest of the platform's manifest. */
  readonly digest: string;
  /** Bytes of all layers as they are stored and sent. */
  readonly compressedSize: number;
  readonly layers: number;
}

/**
 * The platforms of an image with what they weigh, in the order of its index.
 *
 * @param digest of the index, or of the manifest of an image for one platform
 * @throws NoImageError, and what `read` throws
 */
export async function summarizeImage(
  digest: string,
  read: ReadContent,
): Promise<readonly PlatformSummary[]> {
  const platforms = await listPlatforms(digest, read);
  return Promise.all(
    platforms.map(async (one) => {
      const { layers } = parseManifest(await read(one.digest, 'manifest'));
      const compressedSize = layers.reduce((sum, { size }) => sum + size, 0);
      return { ...one, compressedSize, layers: layers.length };
    }),
  );
}
