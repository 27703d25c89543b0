import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EMPTY_LOCK } from '../../lib/lock/lock-file';
import { parseLock, readLock } from '../../lib/lock/read-lock';
import { writeLock } from '../../lib/lock/write-lock';
import { temporaryFolder } from '../support/temporary-folder';
import { SMALL_LOCK, SMALL_TEXT } from './small-lock';

const folder = temporaryFolder('write-lock');
const fresh = () => mkdtempSync(join(folder, 'place-'));
/** Mounting is for root alone, and not for every root of a container. */
const canMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('writeLock', () => {
  it('writes a file once, and leaves one of the same content alone', () => {
    const place = fresh();
    const path = join(place, 'synth.lock.json');
    expect(writeLock(path, SMALL_LOCK)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(SMALL_TEXT);
    utimesSync(path, 1000, 1000);

    expect(writeLock(path, parseLock(SMALL_TEXT))).toBe(false);
    expect(statSync(path).mtimeMs).toBe(1_000_000);
    expect(writeLock(path, EMPTY_LOCK)).toBe(true);
    expect(readLock(path)).toEqual(EMPTY_LOCK);
    expect(readdirSync(place)).toEqual(['synth.lock.json']);
  });

  it('keeps the permissions of a file that it replaces', () => {
    const path = join(fresh(), 'synth.lock.json');
    writeLock(path, EMPTY_LOCK);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    chmodSync(path, 0o600);

    writeLock(path, SMALL_LOCK);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('replaces the file, so that who has the old one open reads it whole', () => {
    const path = join(fresh(), 'synth.lock.json');
    writeLock(path, SMALL_LOCK);
    const before = statSync(path).ino;

    writeLock(path, EMPTY_LOCK);

    expect(statSync(path).ino).not.toBe(before);
  });

  it.each<[string, (place: string) => string]>([
    ['relative', () => 'real/lock.json'],
    ['absolute', (place) => join(place, 'real/lock.json')],
    [
      'of a link',
      (place) => {
        symlinkSync('real/lock.json', join(place, 'between'));
        return 'between';
      },
    ],
  ])('follows a link, %s, and leaves it a link', (_how, targetIn) => {
    for (const isDangling of [false, true]) {
      const place = fresh();
      const path = join(place, 'synth.lock.json');
      const target = targetIn(place);
      const real = join(place, 'real/lock.json');
      mkdirSync(join(place, 'real'));
      if (!isDangling) writeFileSync(real, '{}');
      symlinkSync(target, path);

      expect(writeLock(path, SMALL_LOCK)).toBe(true);

      expect(readlinkSync(path)).toBe(target);
      expect(lstatSync(real).isFile()).toBe(true);
      expect(readFileSync(real, 'utf8')).toBe(SMALL_TEXT);
      expect(readdirSync(join(place, 'real'))).toEqual(['lock.json']);
      expect(writeLock(path, SMALL_LOCK)).toBe(false);
    }
  });

  it('refuses a circle of links', () => {
    const place = fresh();
    symlinkSync('b', join(place, 'a'));
    symlinkSync('a', join(place, 'b'));
    expect(() => writeLock(join(place, 'a'), SMALL_LOCK)).toThrow(
      expect.objectContaining({ code: 'E_LOCK_FORMAT', message: 'a is a circle of links' }),
    );
  });

  it.each<[string, (path: string) => void, string]>([
    ['a folder', (path) => mkdirSync(path), 'a folder'],
    [
      'a pipe',
      (path) => void execFileSync('mkfifo', [path]),
      'something that is neither file nor link',
    ],
    ['a link to a folder', (path) => symlinkSync('.', path), 'a folder'],
  ])('refuses %s in the place of the file, and leaves it', (_what, make, got) => {
    const place = fresh();
    const path = join(place, 'synth.lock.json');
    make(path);
    const before = lstatSync(path).ino;

    expect(() => writeLock(path, SMALL_LOCK)).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: 'synth.lock.json is no file',
        details: expect.objectContaining({ got }),
      }),
    );

    expect(lstatSync(path).ino).toBe(before);
    expect(readdirSync(place)).toEqual(['synth.lock.json']);
  });

  (canMount ? it : it.skip)('writes a file that is a mount point in place (needs root)', () => {
    const place = fresh();
    const path = join(place, 'synth.lock.json');
    const host = join(fresh(), 'lock.json');
    writeFileSync(path, '');
    writeFileSync(host, `${SMALL_TEXT}${'\n'.repeat(100)}`);
    const before = statSync(host).ino;
    execFileSync('mount', ['--bind', host, path]);
    try {
      expect(writeLock(path, SMALL_LOCK)).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe(SMALL_TEXT);
    } finally {
      execFileSync('umount', [path]);
    }

    expect(readFileSync(host, 'utf8')).toBe(SMALL_TEXT);
    expect(statSync(host).ino).toBe(before);
    expect(readdirSync(place)).toEqual(['synth.lock.json']);
  });

  it.each(['/proc/x/y', '/proc/self/fd/none/x'])(
    'fails at once where nothing can be made: %s',
    (path) => {
      expect(() => writeLock(join(path, 'synth.lock.json'), SMALL_LOCK)).toThrow(/ENOENT|EACCES/);
    },
  );
});
