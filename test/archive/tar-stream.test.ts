import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { tarEntries } from '../../lib/archive/tar-entries';
import { streamTar } from '../../lib/archive/tar-stream';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('tar-stream');
const LONG = `${'long-'.repeat(30)}name`;

/** An archive that `tar` makes, with names that need entries of their own. */
function realTar(format: string): Buffer {
  const root = mkdtempSync(join(folder, 'tar-'));
  mkdirSync(join(root, 'a', LONG), { recursive: true });
  writeFileSync(join(root, 'a/empty'), '');
  writeFileSync(join(root, 'a/block'), 'x'.repeat(512));
  writeFileSync(join(root, 'a', LONG, 'large'), Buffer.alloc(70_001, 'ab'));
  symlinkSync('../a/empty', join(root, 'a/link'));
  return execFileSync('tar', [`--format=${format}`, '-cf', '-', '-C', root, '.'], {
    maxBuffer: 1 << 24,
  });
}

async function* cut(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

async function read(bytes: Buffer, lengths: readonly number[], isWanted = () => true) {
  const found = [];
  for await (const entry of streamTar(cut(bytes, lengths), isWanted)) found.push(entry);
  return found;
}

describe('an archive that comes in pieces', () => {
  test.each(['gnu', 'posix'])(
    'has the entries of the whole one, however it is cut: %s',
    async (format) => {
      const bytes = realTar(format);
      const whole = [...tarEntries(bytes)].map(({ content, ...header }) => ({
        ...header,
        content: header.type === 'file' ? Buffer.from(content) : undefined,
      }));
      expect(whole).toHaveLength(7);

      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 20 }),
          async (lengths) => {
            fc.pre(lengths.some((length) => length > 20));
            expect(await read(bytes, lengths)).toEqual(whole);
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  test('holds only what is wanted, by its name and its first bytes', async () => {
    const bytes = realTar('posix');
    const seen: [string, number][] = [];
    const found = [];
    for await (const entry of streamTar(cut(bytes, [1000]), ({ path }, head) => {
      seen.push([path, head.length]);
      return head.includes('abab');
    })) {
      if (entry.content !== undefined) found.push([entry.path, entry.content.length]);
    }

    expect(found).toEqual([[`a/${LONG}/large`, 70_001]]);
    expect(seen.sort()).toEqual(
      [
        ['a/empty', 0],
        ['a/block', 512],
        [`a/${LONG}/large`, 512],
      ].sort(),
    );
  });

  test('is refused where it is cut short, wherever that is', async () => {
    const bytes = realTar('posix');
    const end = bytes.length - 10_240; // the end is filled up with zeros
    const lengths = [...Array(40)].map((_, index) => Math.floor(((index + 1) * end) / 41) | 1);
    for (const length of lengths) {
      await expect(read(bytes.subarray(0, length), [512])).rejects.toThrow(RangeError);
    }
  });

  test('is refused where it is none', async () => {
    await expect(read(Buffer.alloc(2048, 'x'), [100])).rejects.toThrow(RangeError);
  });
});
