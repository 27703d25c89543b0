import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Descriptor, ImageManifestJson } from './pushed-image';

/** An image of an OCI archive: one platform of its index. */
export interface ArchivedImage {
  readonly platform: string;
  readonly manifest: ImageManifestJson;
  readonly config: { readonly rootfs: { readonly diff_ids: readonly string[] } };
}

/**
 * The images of an archive that the `oci` exporter wrote.
 *
 * @param folder to unpack it into, made here
 */
export function readOciTar(archive: string, folder: string): ArchivedImage[] {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  const blob = (digest: string) =>
    JSON.parse(readFileSync(join(folder, 'blobs', digest.replace(':', '/')), 'utf8'));
  const top: { manifests: Descriptor[] } = JSON.parse(
    readFileSync(join(folder, 'index.json'), 'utf8'),
  );
  // One that has several names is listed under each.
  const listed = new Map(top.manifests.map((descriptor) => [descriptor.digest, descriptor]));
  return [...listed.values()]
    .flatMap(({ digest, mediaType, platform }): Descriptor[] =>
      mediaType.endsWith('index.v1+json')
        ? blob(digest).manifests
        : [{ digest, mediaType, size: 0, ...(platform && { platform }) }],
    )
    .map(({ digest, platform }) => {
      const manifest: ImageManifestJson = blob(digest);
      return {
        platform: `${platform?.os}/${platform?.architecture}`,
        manifest,
        config: blob(manifest.config.digest),
      };
    });
}

/** What points at something in an OCI archive. */
export interface Described {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly architecture: string };
}

/** The index of the image in an OCI archive: what points at it, its images, and its attestations. */
export function readOciIndex(archive: string) {
  const read = (path: string) =>
    JSON.parse(execFileSync('tar', ['-xOf', archive, path], { encoding: 'utf8' }));
  const blob = ({ digest }: Described) => read(`blobs/${digest.replace(':', '/')}`);
  const top: Described = read('index.json').manifests[0];
  const index: { manifests: Described[]; annotations?: object } = blob(top);
  const isImage = ({ platform }: Described) => platform?.architecture !== 'unknown';
  return {
    blob,
    top,
    index,
    images: index.manifests.filter(isImage),
    attestations: index.manifests.filter((one) => !isImage(one)),
  };
}
