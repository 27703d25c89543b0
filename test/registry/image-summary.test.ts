import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { OciArchive } from '../../lib/build/solve/oci-archive';
import { NoImageError } from '../../lib/oci/image-index';
import { parsePlatform } from '../../lib/oci/platform';
import { summarizeImage } from '../../lib/registry/image-summary';
import { writeFiles } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('archive');

/** Blobs by digest. */
class Blobs {
  readonly all = new Map<string, string>();

  add(content: object): string {
    const text = JSON.stringify(content);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    this.all.set(digest, text);
    return digest;
  }

  read = (digest: string): Uint8Array => {
    const text = this.all.get(digest);
    if (text === undefined) throw new Error(`no ${digest}`);
    return Buffer.from(text);
  };
}

function twoPlatforms(blobs: Blobs): { index: string; manifests: string[] } {
  const manifests = [1, 2].map((n) =>
    blobs.add({
      config: { digest: 'sha256:c', size: 9 },
      layers: [
        { digest: `sha256:${n}`, size: 1000 * n },
        { digest: 'sha256:5', size: 5 },
      ],
    }),
  );
  const index = blobs.add({
    manifests: [
      { digest: manifests[0], platform: { os: 'linux', architecture: 'amd64' } },
      { digest: manifests[1], platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { digest: 'sha256:attestation', platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  });
  return { index, manifests };
}

test('sums the layers of each platform of an index, and leaves attestations out', async () => {
  const blobs = new Blobs();
  const { index, manifests } = twoPlatforms(blobs);

  expect(await summarizeImage(index, blobs.read)).toEqual([
    {
      platform: parsePlatform('linux/amd64'),
      digest: manifests[0],
      compressedSize: 1005,
      layers: 2,
    },
    {
      platform: parsePlatform('linux/arm/v7'),
      digest: manifests[1],
      compressedSize: 2005,
      layers: 2,
    },
  ]);
});

test('takes the platform of a lone manifest from its config', async () => {
  const blobs = new Blobs();
  const config = blobs.add({ os: 'linux', architecture: 'arm64' });
  const manifest = blobs.add({
    config: { digest: config },
    layers: [{ digest: 'sha256:7', size: 7 }],
  });

  expect(await summarizeImage(manifest, blobs.read)).toEqual([
    { platform: parsePlatform('linux/arm64'), digest: manifest, compressedSize: 7, layers: 1 },
  ]);
});

test.each([
  ['something else', {}],
  ['a manifest without layers', { config: { digest: 'config' } }],
  ['layers without sizes', { config: { digest: 'config' }, layers: [{}] }],
  ...[null, '12', [], -1, 1.5, 2 ** 53, true].map((size): [string, object] => [
    `a size of ${JSON.stringify(size)}`,
    { config: { digest: 'config' }, layers: [{ size }] },
  ]),
  ['a list', []],
  ['a config that is no digest', { config: { digest: 5 }, layers: [] }],
])('refuses %s', async (_name, content) => {
  const blobs = new Blobs();
  blobs.all.set('config', '{"os":"linux","architecture":"arm64"}');

  await expect(summarizeImage(blobs.add(content), blobs.read)).rejects.toThrow(NoImageError);
});

test('reads the blobs of an OCI archive out of its tar', async () => {
  const blobs = new Blobs();
  const { index, manifests } = twoPlatforms(blobs);
  writeFiles(folder, {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ manifests: [{ digest: index }] }),
    ...Object.fromEntries(
      [...blobs.all].map(([digest, text]) => [`blobs/${digest.replace(':', '/')}`, text]),
    ),
  });
  execFileSync('tar', ['-cf', 'x.tar', '--format=ustar', 'blobs', 'index.json', 'oci-layout'], {
    cwd: folder,
  });

  const archive = new OciArchive(join(folder, 'x.tar'));

  const platforms = await summarizeImage(index, (digest) => archive.blob(digest));
  expect(platforms.map(({ digest }) => digest)).toEqual(manifests);
  expect(() => archive.blob('sha256:none')).toThrow('no readable "blobs/sha256/none"');
});
