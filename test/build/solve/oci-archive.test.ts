import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OciArchive } from '../../../lib/build/solve/oci-archive';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('oci-archive');
const blobs = [0, 1, 511, 512, 513, 70_000, 4_000_001].map((size) => randomBytes(size));
const digestOf = (blob: Uint8Array) => `sha256:${createHash('sha256').update(blob).digest('hex')}`;

mkdirSync(join(folder, 'layout/blobs/sha256'), { recursive: true });
writeFileSync(join(folder, 'layout/oci-layout'), '{}');
for (const blob of blobs) {
  writeFileSync(join(folder, 'layout/blobs', digestOf(blob).replace(':', '/')), blob);
}

describe.each(['ustar', 'gnu', 'pax', 'v7'])('an archive in the format %s', (format) => {
  const file = join(folder, `${format}.tar`);
  execFileSync('tar', [
    ...['-C', join(folder, 'layout'), `--format=${format}`, '-cf', file],
    ...['oci-layout', 'blobs'],
  ]);
  const archive = new OciArchive(file);

  test('gives each blob as it is', () => {
    for (const blob of blobs.slice(0, -1)) {
      expect(Buffer.from(archive.blob(digestOf(blob))).equals(blob)).toBe(true);
    }
  });

  test('gives no layer, and nothing that it has not', () => {
    for (const blob of [...blobs.slice(-1), Buffer.from('other')]) {
      expect(() => archive.blob(digestOf(blob))).toThrow(/no readable "blobs\/sha256\//);
    }
  });
});

test('what is no archive, or is cut, has no blobs', () => {
  const [, one = Buffer.alloc(0)] = blobs;
  for (const content of ['', 'short', 'x'.repeat(3000)]) {
    writeFileSync(join(folder, 'none.tar'), content);
    expect(() => new OciArchive(join(folder, 'none.tar')).blob(digestOf(one))).toThrow(RangeError);
  }
  expect(() => new OciArchive(join(folder, 'gone.tar'))).toThrow(/ENOENT/);
});
