import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A layer: makes its files below a folder. */
export type MakeLayer = (root: string) => void;

/** An OCI layout with an image of one platform, whose layers `tar` makes of real files. */
export function auditedLayout(
  folder: string,
  layers: readonly MakeLayer[],
  config: object = {},
): { readonly layout: string; readonly digest: string } {
  const layout = mkdtempSync(join(folder, 'layout-'));
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const blob = (bytes: Buffer, mediaType: string) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(layout, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (content: object, mediaType: string) =>
    blob(Buffer.from(JSON.stringify(content)), mediaType);
  const type = (name: string) => `application/vnd.oci.image.${name}`;
  const manifest = {
    schemaVersion: 2,
    mediaType: type('manifest.v1+json'),
    config: json(
      {
        os: 'linux',
        architecture: 'amd64',
        config,
        history: layers.map((_, index) => ({ created_by: `layer ${index}` })),
      },
      type('config.v1+json'),
    ),
    layers: layers.map((make) => blob(gzipSync(layerOf(folder, make)), type('layer.v1.tar+gzip'))),
  };
  return { layout, digest: json(manifest, manifest.mediaType).digest };
}

function layerOf(folder: string, make: MakeLayer): Buffer {
  const root = mkdtempSync(join(folder, 'layer-'));
  make(root);
  const file = `${root}.tar`;
  execFileSync('tar', ['--format=posix', '--numeric-owner', '-cf', file, '-C', root, '.']);
  return readFileSync(file);
}
