import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EMPTY_LOCK, type LockFile } from '../../lib/assembly/lock-file';
import { parseLock, readLock } from '../../lib/assembly/lock-reader';
import { formatLock, writeLock } from '../../lib/assembly/lock-writer';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('lock-file');
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = 'ab'.repeat(32);

const packageOf = (name: string) => ({
  version: '1:2.0-1+b1',
  suite: 'trixie',
  path: `pool/main/h/${name}/${name}_2.0-1_amd64.deb`,
  size: 1234,
  sha256: SHA256,
});

const LOCK: LockFile = {
  version: 1,
  git: {
    'https://git.example.org/z.git#refs/heads/main': { commit: SHA1 },
    'https://git.example.org/a.git#refs/tags/v1': { commit: SHA1, tag: SHA1 },
  },
  debian: {
    'trixie@20261101T000000Z': {
      releases: {
        trixie: {
          archive: 'debian',
          sha256: SHA256,
          date: '2026-09-12T07:55:41Z',
          signers: ['AB'.repeat(20)],
        },
      },
      sets: { 'hello 2048 [amd64] (main)': { amd64: ['hello', '2048'] } },
      packages: {
        amd64: { hello: packageOf('hello'), '2048': packageOf('2048'), '0ad': packageOf('0ad') },
      },
    },
  },
};

const TEXT = `{
  "version": 1,
  "git": {
    "https://git.example.org/a.git#refs/tags/v1": { "commit": "${SHA1}", "tag": "${SHA1}" },
    "https://git.example.org/z.git#refs/heads/main": { "commit": "${SHA1}" }
  },
  "debian": {
    "trixie@20261101T000000Z": {
      "releases": {
        "trixie": { "archive": "debian", "sha256": "${SHA256}", "date": "2026-09-12T07:55:41Z", "signers": ["${'AB'.repeat(20)}"] }
      },
      "sets": {
        "hello 2048 [amd64] (main)": {
          "amd64": [
            "2048",
            "hello"
          ]
        }
      },
      "packages": {
        "amd64": {
          "0ad": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/0ad/0ad_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" },
          "2048": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/2048/2048_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" },
          "hello": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/hello/hello_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" }
        }
      }
    }
  }
}
`;

describe('formatLock', () => {
  it('writes one fact a line, sorted bytewise', () => {
    expect(formatLock(LOCK)).toBe(TEXT);
  });

  it('writes an empty lock', () => {
    expect(formatLock(EMPTY_LOCK)).toBe('{\n  "version": 1,\n  "git": {},\n  "debian": {}\n}\n');
    expect(parseLock(formatLock(EMPTY_LOCK))).toEqual(EMPTY_LOCK);
  });

  it('writes what it reads again', () => {
    expect(formatLock(parseLock(TEXT))).toBe(TEXT);
  });
});

describe('writeLock', () => {
  it('writes a file once, and leaves one of the same content alone', () => {
    const path = join(folder, 'synth.lock.json');
    expect(writeLock(path, LOCK)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
    utimesSync(path, 1000, 1000);

    expect(writeLock(path, parseLock(TEXT))).toBe(false);
    expect(statSync(path).mtimeMs).toBe(1_000_000);
    expect(writeLock(path, EMPTY_LOCK)).toBe(true);
    expect(readLock(path)).toEqual(EMPTY_LOCK);
    expect(readdirSync(folder)).toEqual(['synth.lock.json']);
  });

  it('fails without leaving anything where the file cannot be replaced', () => {
    const place = join(folder, 'occupied');
    mkdirSync(join(place, 'synth.lock.json', 'full'), { recursive: true });
    expect(() => writeLock(join(place, 'synth.lock.json'), LOCK)).toThrow();
    expect(readdirSync(place)).toEqual(['synth.lock.json']);
  });
});

describe('readLock', () => {
  it('takes a file that does not exist for an empty lock', () => {
    expect(readLock(join(folder, 'nowhere', 'synth.lock.json'))).toEqual(EMPTY_LOCK);
  });

  it('fails for what is there and cannot be read', () => {
    const path = join(folder, 'unreadable');
    mkdirSync(path);
    chmodSync(path, 0o755);
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
  it('refuses a newer version, and says that the package is too old', () => {
    expect(() => parseLock(TEXT.replace('"version": 1,', '"version": 2,'))).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: 'synth.lock.json has version 2',
        details: expect.objectContaining({ fix: 'update buildkit-cdk' }),
      }),
    );
  });

  it('knows the markers of a merge conflict', () => {
    expect(() => parseLock(`{\n<<<<<<< HEAD\n}`)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ got: 'the markers of a merge conflict' }),
      }),
    );
  });

  it.each([
    ['no version', '"version": 1,', '', /has version undefined/],
    ['another kind of file', TEXT, '[]', /has the wrong form/],
    ['no git', '"git": {', '"got": {', /: git has the wrong form/],
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
  ])('rejects %s', (_, search, replacement, message) => {
    const text = TEXT.replace(search, replacement);
    expect(text).not.toBe(TEXT);
    expect(() => parseLock(text)).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: expect.stringMatching(message),
      }),
    );
  });
});
