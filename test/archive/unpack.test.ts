import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpackGzip, unpackXz } from '../../lib/archive/unpack';

const MIB = 1024 * 1024;
const file = (maxBytes: number) => ({ code: 'E_DEB_FORMAT', name: 'x.deb', maxBytes }) as const;
const xz = (content: Uint8Array, ...args: string[]) =>
  execFileSync('xz', ['-c', ...args], { input: content, maxBuffer: 64 * MIB });

const FORMATS = [
  ['gzip', unpackGzip, (content: Uint8Array) => gzipSync(content)],
  ['xz', unpackXz, (content: Uint8Array) => xz(content)],
] as const;

describe.each(FORMATS)('%s', (format, unpack, pack) => {
  test('gives back what was packed, however it looks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.nat(40), async (seed, times) => {
        const content = Buffer.concat(Array.from({ length: times }, () => seed));

        expect((await unpack(pack(content), file(MIB))).equals(content)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('is as long as it may be, and not one byte longer', async () => {
    const content = Buffer.alloc(100_000, 'a');

    expect(await unpack(pack(content), file(100_000))).toHaveLength(100_000);
    await expect(unpack(pack(content), file(99_999))).rejects.toMatchObject({
      code: 'E_DEB_FORMAT',
      message: 'x.deb: content cannot be unpacked',
      details: { expected: `${format} of at most 99999 bytes` },
    });
  });

  test('that unpacks to a thousand times its size stops where it has to', async () => {
    const bomb = pack(Buffer.alloc(32 * MIB));

    expect(bomb.length).toBeLessThan(MIB / 16);
    await expect(unpack(bomb, file(MIB))).rejects.toMatchObject({ code: 'E_DEB_FORMAT' });
  });

  test('cut anywhere is refused', async () => {
    const packed = pack(randomBytes(2000));
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), async (cut) => {
        await expect(unpack(packed.subarray(0, cut), file(MIB))).rejects.toMatchObject({
          code: 'E_DEB_FORMAT',
        });
      }),
      { numRuns: 60 },
    );
  });

  test('with damaged content is refused: its checksum is looked at', async () => {
    const packed = pack(randomBytes(2000));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: 1900 }), fc.nat(7), async (at, bit) => {
        const damaged = Buffer.from(packed);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);

        await expect(unpack(damaged, file(MIB))).rejects.toMatchObject({ code: 'E_DEB_FORMAT' });
      }),
      { numRuns: 40 },
    );
  });
});

test('gzip of several members is one content, as gzip -d has it', async () => {
  const packed = Buffer.concat(['one ', 'two ', 'three'].map((text) => gzipSync(text)));

  expect(String(await unpackGzip(packed, file(100)))).toBe(
    execFileSync('gzip', ['-dc'], { input: packed, encoding: 'utf8' }),
  );
});

test.each([
  ['no check', ['--check=none']],
  ['crc32', ['--check=crc32']],
  ['crc64', ['--check=crc64']],
  ['many blocks', ['--block-size=4096']],
  ['the highest preset', ['-9e']],
])('xz with %s is read', async (_, args) => {
  const content = Buffer.from('some text of the content\n'.repeat(2000));

  expect((await unpackXz(xz(content, ...args), file(MIB))).equals(content)).toBe(true);
});

test.each([
  ['a checksum that Debian does not use', ['--check=sha256']],
  ['a filter for programs', ['--x86', '--lzma2=preset=1']],
])('xz with %s is refused, not read wrongly', async (_, args) => {
  const content = Buffer.from('some text of the content\n'.repeat(2000));

  await expect(unpackXz(xz(content, ...args), file(MIB))).rejects.toMatchObject({
    code: 'E_DEB_FORMAT',
  });
});

test('xz with something behind it is read whole or refused, never cut', async () => {
  const [one, two] = [xz(Buffer.from('one ')), xz(Buffer.from('two'))];
  for (const packed of [Buffer.concat([one, two]), Buffer.concat([one, Buffer.from('junk')])]) {
    const seen = await unpackXz(packed, file(100)).then(String, (error) => error.code);

    expect(['one two', 'E_DEB_FORMAT']).toContain(seen);
  }
});
