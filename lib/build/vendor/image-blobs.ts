import { NoImageError, parseManifest } from '../../oci/image-index';

/** Digests of what a manifest names: its config and its layers. @throws NoImageError */
export function blobsOf(manifest: Uint8Array): string[] {
  const { config, layers } = parseManifest(manifest);
  return [config, ...layers.map(({ digest }) => digest)];
}

/** The hex of a digest. @throws NoImageError for one that is no sha256 */
export function hexOf(digest: string): string {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
  if (hex === undefined) throw new NoImageError(`a blob with the digest ${digest}`);
  return hex;
}
