import { writeFile } from 'node:fs/promises';
import type { ImageReference } from '../../oci/image-reference';
import { RegistryClient } from '../../registry';
import { readImage } from '../../registry/read-image';
import { blobsOf, hexOf } from './image-blobs';
import type { VendorFolder } from './vendor-folder';

/**
 * Puts one platform of an image into the folder, its manifest last: what has that has all of it.
 *
 * @param reference with the digest of the manifest
 * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`; BuildError `E_VENDOR_FOLDER`
 */
export async function fetchImage(
  reference: ImageReference & { readonly digest: string },
  folder: VendorFolder,
  signal: AbortSignal | undefined,
): Promise<void> {
  const client = new RegistryClient();
  await readImage(client, reference, signal, async ({ bytes }) => {
    for (const blob of blobsOf(bytes)) {
      const hex = hexOf(blob);
      if ((await folder.state(hex)) === 'whole') continue;
      await folder.put(hex, (path) => client.saveBlob(reference, blob, path, signal));
    }
    await folder.put(hexOf(reference.digest), (path) => writeFile(path, bytes));
  });
}
