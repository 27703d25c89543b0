import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import type { DebianArchiveLock } from '../../lib/inputs/debian/section';
import { GIT } from '../../lib/inputs/git/kind';
import { answerDigest } from '../../lib/lock/answer-digest';
import type { AskedRequest } from '../../lib/lock/asked';
import { checkLock, findAnswer } from '../../lib/lock/check-lock';
import { EMPTY_LOCK, type LockFile } from '../../lib/lock/lock-file';
import { asked } from '../support/asked';

const git = { url: 'https://git.example.org/a.git', ref: 'refs/tags/v1' };
const debian: DebianRequest = {
  suite: 'sid',
  snapshot: '20261101T000000Z',
  components: ['main'],
  variant: 'none',
  include: ['hello'],
  architecture: 'amd64',
};
const hello = { version: '1', suite: 'sid', path: 'pool/h.deb', size: 1, sha256: 'a' };
const archive: DebianArchiveLock = {
  releases: { sid: { archive: 'debian', sha256: 'b', date: 'd', signers: [] } },
  sets: { 'hello (main)': { amd64: ['hello'] } },
  packages: { amd64: { hello } },
};
const LOCK: LockFile = {
  sections: {
    git: { 'https://git.example.org/a.git#refs/tags/v1': { commit: 'c' } },
    debian: { 'sid@20261101T000000Z': archive },
    'acme-inputs/maven': { 'org.example:a:1': { sha1: 'd' }, constructor: { sha1: 'e' } },
  },
};

/** A request of a kind whose code is in another package. */
const foreign = (key: string): AskedRequest => ({
  kind: 'acme-inputs/maven',
  key,
  says: key,
  constructPath: 'app/maven',
  request: { key },
});
const ALL = [
  ...asked(GIT, git),
  ...asked(DEBIAN, debian),
  foreign('org.example:a:1'),
  foreign('constructor'),
];

describe('checkLock', () => {
  it('finds no difference between requests and their lock', () => {
    expect(checkLock([...ALL, ...ALL], LOCK)).toEqual({ missing: [], changed: [], unused: [] });
    expect(checkLock([], EMPTY_LOCK)).toEqual({ missing: [], changed: [], unused: [] });
  });

  it('lists what is missing, with who asks, in the order of the app', () => {
    const missing = [
      ...asked(GIT, { ...git, ref: 'refs/tags/v2' }),
      ...asked(
        DEBIAN,
        { ...debian, include: ['bash'] },
        { ...debian, snapshot: '20261102T000000Z' },
        { ...debian, architecture: 'arm64' },
      ),
      foreign('org.example:a:2'),
      foreign('toString'),
    ];

    expect(checkLock([...ALL, ...missing], LOCK).missing).toEqual(missing);
    expect(checkLock(missing, EMPTY_LOCK).missing).toEqual(missing);
  });

  it('lists what nothing asks for, as places in the file, of every kind', () => {
    expect(checkLock([], LOCK).unused).toEqual([
      'acme-inputs/maven["constructor"]',
      'acme-inputs/maven["org.example:a:1"]',
      'debian["sid@20261101T000000Z"]',
      'git["https://git.example.org/a.git#refs/tags/v1"]',
    ]);
  });

  it('lists answers that have changed since an assembly was made', () => {
    const made = ALL.map((each) => ({ ...each, answer: answerDigest(findAnswer(each, LOCK)) }));
    const moved = { [GIT.key(git)]: { commit: 'd' } };

    expect(checkLock(made, LOCK).changed).toEqual([]);
    expect(checkLock(made, { sections: { ...LOCK.sections, git: moved } }).changed).toEqual(
      made.slice(0, 1),
    );
  });
});
