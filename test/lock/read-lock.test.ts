import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY_LOCK } from '../../lib/lock/lock-file';
import { parseLock, readLock } from '../../lib/lock/read-lock';
import { temporaryFolder } from '../support/temporary-folder';
import { SHA1, SHA256, SMALL_LOCK, SMALL_TEXT } from './small-lock';

const folder = temporaryFolder('read-lock');

describe('readLock', () => {
  it('takes a file that does not exist for an empty lock', () => {
    expect(readLock(join(folder, 'nowhere', 'synth.lock.json'))).toEqual(EMPTY_LOCK);
  });

  it('fails for what is there and cannot be read', () => {
    const path = join(folder, 'unreadable');
    mkdirSync(path);
    expect(() => readLock(path)).toThrow(
      expect.objectContaining({ code: 'E_LOCK_FORMAT', message: 'unreadable cannot be read' }),
    );
  });

  it('names the file in errors', () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{');
    expect(() => readLock(path)).toThrow(
      expect.objectContaining({ code: 'E_LOCK_FORMAT', message: 'broken.json is no JSON' }),
    );
  });
});

describe('parseLock', () => {
  it('reads every section', () => {
    expect(Object.keys(parseLock(SMALL_TEXT).sections).sort()).toEqual(
      Object.keys(SMALL_LOCK.sections).sort(),
    );
  });

  it.each([
    ['3', 'the version of a newer buildkit-cdk', 'update buildkit-cdk'],
    ['0', 'no version that there ever was', 'restore the committed file'],
    ['"2"', 'no version that there ever was', 'restore the committed file'],
  ])('refuses the version %s, and says how to mend it', (version, got, fix) => {
    const text = SMALL_TEXT.replace('"version": 2', `"version": ${version}`);
    expect(() => parseLock(text)).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: `synth.lock.json has version ${version}`,
        details: expect.objectContaining({ got, fix }),
      }),
    );
  });

  it('knows the markers of a merge conflict', () => {
    expect(() => parseLock('{\n<<<<<<< HEAD\n}')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ got: 'the markers of a merge conflict' }),
      }),
    );
  });

  it.each([
    ['no version', '"version": 2,', '', /has version undefined/],
    ['another kind of file', SMALL_TEXT, '[]', /has the wrong form/],
    ['a section that is none', '"git": {', '"git": [], "got": {', /: git has the wrong form/],
    [
      'a section of another package that is none',
      '"acme-inputs/maven": {',
      '"acme-inputs/maven": 1, "x/y": {',
      /: acme-inputs\/maven has the wrong form/,
    ],
    [
      'half a commit',
      `"commit": "${SHA1}", "tag"`,
      '"commit": "0123", "tag"',
      /a\.git#refs\/tags\/v1"\]\.commit/,
    ],
    ['a path that leads out', 'pool/main/h/hello/', 'pool/../../hello/', /\["hello"\]\.path/],
    ['an absolute path', '"pool/main/h/hello/', '"/pool/main/h/hello/', /\["hello"\]\.path/],
    ['a size that is no number', '"size": 1234', '"size": "1234"', /\.size has the wrong form/],
    ['a negative size', '"size": 1234', '"size": -1', /\.size has the wrong form/],
    [
      'a hash in capitals',
      `"sha256": "${SHA256}", "date"`,
      `"sha256": "${SHA256.toUpperCase()}", "date"`,
      /sha256/,
    ],
    ['an archive of another name', '"archive": "debian"', '"archive": "ubuntu"', /\.archive/],
    ['a date without zone', '07:55:41Z', '07:55:41', /\.date/],
    ['half a file', `"size": 7, "sha256"`, `"sha256"`, /a\.tar\.gz"\]\.size/],
    ['a file without its hash', `"size": 7, "sha256"`, `"size": 7, "md5"`, /a\.tar\.gz"\]\.sha256/],
  ])('rejects %s', (_, search, replacement, message) => {
    const text = SMALL_TEXT.replace(search, replacement);
    expect(text).not.toBe(SMALL_TEXT);
    expect(() => parseLock(text)).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: expect.stringMatching(message),
      }),
    );
  });
});
