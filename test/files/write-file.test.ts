import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openStream, writeStream } from '../../lib/files/open-stream';
import { placeOf, type StreamPlace } from '../../lib/files/place';
import { replaceFile, writeFileWhole } from '../../lib/files/write-file';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('files');
const fresh = () => mkdtempSync(join(folder, 'place-'));
const streamAt = (path: string): StreamPlace => {
  const place = placeOf(path);
  if (place.kind !== 'stream') throw new Error(`${path} is a file`);
  return place;
};

describe('a file', () => {
  test('is another one afterwards, with the mode of the one that it replaces', () => {
    const place = fresh();
    const path = join(place, 'file');
    writeFileSync(path, 'old');
    chmodSync(path, 0o646);
    const old = openSync(path, 'r');

    writeFileWhole(path, 'new');

    expect(readFileSync(old, 'utf8')).toBe('old');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o646);
    expect(readdirSync(place)).toEqual(['file']);
  });

  test('that is new has the mode that is asked for, in folders that are made', () => {
    const path = join(fresh(), 'a/b/file');

    writeFileWhole(path, Buffer.from('new'), { mode: 0o600, isDurable: true });

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('may have the longest name that a file can have', () => {
    const path = join(fresh(), 'n'.repeat(255));

    writeFileWhole(path, 'new');

    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test.each([
    ['there', true],
    ['not there yet', false],
  ])('behind links of links is written, and they stay: %s', (_, isThere) => {
    const place = fresh();
    mkdirSync(join(place, 'sub'));
    symlinkSync('../file', join(place, 'sub/second'));
    symlinkSync('sub', join(place, 'dir'));
    symlinkSync('dir/second', join(place, 'first'));
    if (isThere) writeFileSync(join(place, 'file'), 'old');

    writeFileWhole(join(place, 'first'), 'new');

    expect(lstatSync(join(place, 'file')).isFile()).toBe(true);
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('new');
    expect(readlinkSync(join(place, 'first'))).toBe('dir/second');
    expect(readdirSync(place).sort()).toEqual(['dir', 'file', 'first', 'sub']);
    expect(readdirSync(join(place, 'sub'))).toEqual(['second']);
  });

  test.each<[string, (place: string) => string, RegExp]>([
    ['a folder', (place) => place, /EISDIR/],
    [
      'a circle of links',
      (place) => {
        symlinkSync('b', join(place, 'a'));
        symlinkSync('a', join(place, 'b'));
        return join(place, 'a');
      },
      /ELOOP/,
    ],
    ['below a pseudo file system', () => '/proc/x/y/z', /ENOENT|EACCES/],
    [
      'below a file',
      (place) => {
        writeFileSync(join(place, 'file'), '');
        return join(place, 'file/below');
      },
      /ENOTDIR/,
    ],
  ])('cannot be %s', (_, make, error) => {
    const place = fresh();

    expect(() => writeFileWhole(make(place), 'new')).toThrow(error);
    expect(readdirSync(place).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a file of our own', () => {
  test.each<[string, (path: string) => unknown]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a link', (path) => symlinkSync('other', path)],
    ['a link to a device', (path) => symlinkSync('/dev/full', path)],
  ])('takes the place of %s', (_, make) => {
    const place = fresh();
    writeFileSync(join(place, 'other'), 'other');
    make(join(place, 'file'));

    replaceFile(join(place, 'file'), 'new', { mode: 0o600 });

    expect(lstatSync(join(place, 'file')).isFile()).toBe(true);
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('new');
    expect(readFileSync(join(place, 'other'), 'utf8')).toBe('other');
    expect(readdirSync(place).sort()).toEqual(['file', 'other']);
  });
});

const testOnLinux = process.platform === 'linux' ? test : test.skip;

describe('what is no regular file', () => {
  testOnLinux('is written into: a device', () => {
    const before = statSync('/dev/null').rdev;

    writeFileWhole('/dev/null', 'nothing');

    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(statSync('/dev/null').rdev).toBe(before);
  });

  testOnLinux('tells that it is full', async () => {
    expect(() => writeFileWhole('/dev/full', 'x')).toThrow(/ENOSPC/);
    await expect(writeStream(streamAt('/dev/full'), 'x')).rejects.toThrow(/ENOSPC/);
  });

  test('is written into: a pipe, once somebody reads it', async () => {
    const path = join(fresh(), 'pipe');
    execFileSync('mkfifo', [path]);
    const content = 'x'.repeat(1_000_000);

    const written = writeStream(streamAt(path), content);
    const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] });

    expect((await text(reader.stdout)).length).toBe(content.length);
    await written;
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  test('is waited for no longer than until the abort: a pipe that nobody reads', async () => {
    const path = join(fresh(), 'pipe');
    execFileSync('mkfifo', [path]);
    const controller = new AbortController();

    const opened = openStream(streamAt(path), controller.signal);
    controller.abort(new Error('no more'));

    await expect(opened).rejects.toThrow('no more');
  });

  testOnLinux('is written into: what a process has open, whatever it is', async () => {
    const path = join(fresh(), 'file');
    writeFileSync(path, 'what was there before');
    const inode = statSync(path).ino;
    const open = openSync(path, 'r');
    for (const name of [`/proc/self/fd/${open}`, `/dev/fd/${open}`]) {
      await writeStream(streamAt(name), 'new');
      writeFileWhole(name, 'newer');
    }

    expect(readFileSync(path, 'utf8')).toBe('newer');
    expect(statSync(path).ino).toBe(inode);
  });
});

const isRoot = process.getuid?.() === 0;
(isRoot ? test : test.skip)('a file alone may be written, not its folder (needs root)', () => {
  const place = fresh();
  const path = join(place, 'file');
  writeFileSync(path, 'old and longer');
  chmodSync(path, 0o666);
  for (const one of [folder, place]) chmodSync(one, 0o755);
  process.seteuid?.(65534);
  try {
    writeFileWhole(path, 'new');
    expect(() => writeFileWhole(join(place, 'other'), 'new')).toThrow(/EACCES/);
  } finally {
    process.seteuid?.(0);
  }

  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(place)).toEqual(['file']);
});
