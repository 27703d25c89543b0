import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { type TarEntry, tarEntries } from '../../lib/archive/tar-entries';
import { temporaryFolder } from '../support/temporary-folder';

const scratch = temporaryFolder('tar-entries');
let counter = 0;

const BLOCK = 512;
const END = Buffer.alloc(2 * BLOCK);

/** One entry, with whatever a writer may claim of it. */
interface Written {
  readonly name?: string;
  readonly type?: string;
  readonly content?: Buffer | string;
  readonly link?: string;
  /** The field of the size, where it is not that of the content. */
  readonly size?: Buffer;
  readonly prefix?: string;
  /** `ustar\0` unless told otherwise. */
  readonly magic?: string;
  readonly checksum?: string;
}

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;

function block(entry: Written): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const header = Buffer.alloc(BLOCK);
  header.write(entry.name ?? 'file', 0, 100);
  header.write(octal(0o644, 8), 100);
  header.set(entry.size ?? Buffer.from(octal(content.length, 12)), 124);
  header.write(entry.type ?? '0', 156);
  header.write(entry.link ?? '', 157, 100);
  header.write(entry.magic ?? 'ustar\0', 257, 'latin1');
  header.write(entry.prefix ?? '', 345, 155);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(entry.checksum ?? `${octal(sum, 7)} `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}

const archive = (...entries: readonly Written[]) => Buffer.concat([...entries.map(block), END]);
const read = (bytes: Uint8Array) => [...tarEntries(bytes)];
const paths = (bytes: Uint8Array) => read(bytes).map(({ path }) => path);
const text = ({ content }: TarEntry) => Buffer.from(content).toString();

const FORMATS = ['v7', 'oldgnu', 'gnu', 'ustar', 'posix'] as const;

/** A folder with these files, and an archive that `tar` makes of it. */
function realTar(
  format: (typeof FORMATS)[number],
  files: Readonly<Record<string, string>>,
  more: (root: string) => void = () => {},
): Buffer {
  const root = join(scratch, `${counter++}`);
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  more(root);
  const file = `${root}.tar`;
  execFileSync('tar', [`--format=${format}`, '--sort=name', '-C', root, '-cf', file, '.']);
  return readFileSync(file);
}

describe('what tar writes', () => {
  test.each(FORMATS)('in the format %s is read with its types, modes and links', (format) => {
    const bytes = realTar(format, { 'bin/tool': 'run', empty: '' }, (root) => {
      chmodSync(join(root, 'bin/tool'), 0o4755);
      symlinkSync('bin/tool', join(root, 'link'));
      linkSync(join(root, 'bin/tool'), join(root, 'same'));
      if (format !== 'v7') execFileSync('mkfifo', [join(root, 'pipe')]);
    });

    const seen = read(bytes).map((entry) => [entry.path, entry.type, entry.link, text(entry)]);
    expect(seen).toEqual([
      ['', 'directory', '', ''],
      ['bin', 'directory', '', ''],
      ['bin/tool', 'file', '', 'run'],
      ['empty', 'file', '', ''],
      ['link', 'symbolic-link', 'bin/tool', ''],
      ...(format === 'v7' ? [] : [['pipe', 'other', '', '']]),
      ['same', 'hard-link', './bin/tool', ''],
    ]);
    expect(read(bytes).find(({ path }) => path === 'bin/tool')?.mode).toBe(0o4755);
  });

  test.each(['gnu', 'posix'] as const)(
    'in the format %s is read back whatever its names and contents are',
    (format) => {
      const part = fc
        .string({ unit: fc.constantFrom(...'ab.-= \n1ü😀'), minLength: 1, maxLength: 60 })
        .filter((name) => !['.', '..'].includes(name));
      const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
      const files = fc
        .uniqueArray(fc.tuple(path, fc.string({ maxLength: 1200 })), {
          selector: ([name]) => name,
          minLength: 1,
          maxLength: 6,
        })
        .filter((list) =>
          list.every(([one]) => list.every(([other]) => !other.startsWith(`${one}/`))),
        );
      fc.assert(
        fc.property(files, (list) => {
          const bytes = realTar(format, Object.fromEntries(list));

          const found = read(bytes).filter(({ type }) => type === 'file');
          expect(new Map(found.map((entry) => [entry.path, text(entry)]))).toEqual(new Map(list));
        }),
        { numRuns: 12 },
      );
    },
  );

  test('has links whose targets are longer than the field for them', () => {
    const target = `${'long/'.repeat(40)}end`;
    for (const format of ['gnu', 'posix'] as const) {
      const bytes = realTar(format, {}, (root) => symlinkSync(target, join(root, 'link')));

      expect(read(bytes)).toMatchObject([{ path: '' }, { path: 'link', link: target }]);
    }
  });

  test('cut at any byte is refused, or is the beginning of what was there', () => {
    const bytes = realTar('gnu', { a: 'x'.repeat(700), b: 'y', [`${'n'.repeat(150)}`]: 'z' });
    const whole = paths(bytes);
    const used = bytes.toString('latin1').replace(/\0+$/, '').length;
    fc.assert(
      fc.property(fc.nat(used + BLOCK), (cut) => {
        const part = bytes.subarray(0, cut);
        let seen: readonly string[];
        try {
          seen = paths(part);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(whole.slice(0, seen.length)).toEqual(seen);
        // Nothing is passed over: what is no whole block is no end.
        expect(cut % BLOCK === 0 || cut > used).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('with one bit of a header turned is refused', () => {
    const bytes = archive({ name: 'file', content: 'content' });
    fc.assert(
      fc.property(fc.nat(BLOCK - 1), fc.nat(7), (at, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        // The blanks and the NUL around the checksum are no part of any number.
        fc.pre(at < 148 || at >= 156);

        expect(() => read(damaged)).toThrow(RangeError);
      }),
    );
  });
});

describe('a path', () => {
  test.each([
    [{ name: 'file', prefix: 'some/folder' }, 'some/folder/file'],
    [{ name: 'file', prefix: 'other', magic: 'ustar  \0' }, 'file'],
    [{ name: 'file', prefix: 'other', magic: '\0'.repeat(8) }, 'file'],
    [{ name: './a/b' }, 'a/b'],
    [{ name: '/a/b' }, 'a/b'],
    [{ name: '././/a' }, 'a'],
    [{ name: 'a/b///', type: '5' }, 'a/b'],
    [{ name: '../a' }, '../a'],
    [{ name: '.hidden' }, '.hidden'],
    [{ name: '..data/x' }, '..data/x'],
    [{ name: 'n'.repeat(100) }, 'n'.repeat(100)],
  ])('of %j is %j', (entry, expected) => {
    expect(paths(archive(entry))).toEqual([expected]);
  });

  test('that is told ahead counts for one entry alone', () => {
    const long = `${'folder/'.repeat(20)}file`;

    expect(
      read(
        archive(
          { type: 'L', name: '././@LongLink', content: `${long}\0` },
          { type: 'K', name: '././@LongLink', content: `${long}.target\0` },
          { type: '2', name: 'short', link: 'short' },
          { type: '2', name: 'second', link: 'own' },
        ),
      ),
    ).toMatchObject([
      { path: long, link: `${long}.target` },
      { path: 'second', link: 'own' },
    ]);
  });

  test('of pax counts for one entry alone, and a global header for none', () => {
    const record = (key: string, value: string) => {
      const rest = Buffer.byteLength(` ${key}=${value}\n`);
      const digits = String(rest + String(rest).length).length;
      return `${rest + digits} ${key}=${value}\n`;
    };
    const pax = record('path', 'ü/ä=b\nc') + record('mtime', '1.5') + record('linkpath', 'l/k');

    expect(
      read(
        archive(
          { type: 'g', name: 'global', content: record('path', 'everything') },
          { type: 'x', name: 'pax', content: pax },
          { type: '1', name: 'short', link: 'short' },
          { name: 'second' },
        ),
      ),
    ).toMatchObject([
      { path: 'ü/ä=b\nc', link: 'l/k', type: 'hard-link' },
      { path: 'second', link: '' },
    ]);
  });
});

describe('what lies', () => {
  const base256 = (...last: number[]) => {
    const field = Buffer.alloc(12);
    field[0] = 0x80;
    field.set(last, 12 - last.length);
    return field;
  };

  test('a size in base 256 is read as tar has it', () => {
    expect(read(archive({ content: 'hello', size: base256(5) })).map(text)).toEqual(['hello']);
  });

  test.each([
    ['is larger than the archive', Buffer.from(octal(1 << 20, 12))],
    ['is larger than any file', base256(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['is larger than numbers are exact', base256(1, 0, 0, 0, 0, 0, 0, 5)],
    ['is negative', Buffer.alloc(12, 0xff)],
    ['is no number', Buffer.from('nonsense\0\0\0\0')],
  ])('a size that %s is refused', (_, size) => {
    expect(() => read(archive({ content: 'hello', size }, { name: 'next' }))).toThrow(RangeError);
  });

  test.each(['5', 'path=x\n', '0 path=x\n', '-3 path=x\n', '99 path=x\n', '9 nothing', '3 \n'])(
    'a pax record %j is refused',
    (content) => {
      expect(() => read(archive({ type: 'x', content }, { name: 'next' }))).toThrow(RangeError);
    },
  );

  test('any bytes give entries or an error, and end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 * BLOCK }), fc.boolean(), (bytes, isMember) => {
        const junk = Buffer.from(bytes);
        const whole = isMember ? archive({ type: 'x', content: junk }, { name: 'n' }) : junk;
        try {
          expect(read(whole).length).toBeLessThan(8);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  test('what comes after the end is not looked at', () => {
    expect(paths(Buffer.concat([archive({ name: 'a' }), block({ name: 'b' })]))).toEqual(['a']);
    expect(paths(END)).toEqual([]);
  });
});
