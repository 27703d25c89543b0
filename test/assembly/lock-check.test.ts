import { checkLock, isLocked } from '../../lib/assembly/lock-check';
import { EMPTY_LOCK, type LockFile } from '../../lib/assembly/lock-file';
import type { DebianLockRequest, GitLockRequest } from '../../lib/assembly/lock-request';
import type { RequestManifest } from '../../lib/assembly/manifest';

const git: GitLockRequest = {
  kind: 'git',
  url: 'https://git.example.org/a.git',
  ref: 'refs/tags/v1',
};
const debian: DebianLockRequest = {
  kind: 'debian',
  suite: 'trixie',
  snapshot: '20261101T000000Z',
  components: ['main'],
  variant: 'none',
  include: ['hello'],
  architectures: ['amd64', 'arm64'],
};
const hello = { version: '1', suite: 'trixie', path: 'pool/h.deb', size: 1, sha256: 'a' };
const release = { archive: 'debian', sha256: 'b', date: 'd', signers: [] } as const;
const releases = {
  trixie: release,
  'trixie-updates': release,
  'trixie-security': { ...release, archive: 'debian-security' as const },
};
const LOCK: LockFile = {
  version: 1,
  git: { 'https://git.example.org/a.git#refs/tags/v1': { commit: 'c' } },
  debian: {
    'trixie@20261101T000000Z': {
      releases,
      sets: { 'hello [amd64 arm64] (main)': { amd64: ['hello'], arm64: ['hello'] } },
      packages: { amd64: { hello }, arm64: { hello } },
    },
  },
};
const by = (...requests: RequestManifest['request'][]): RequestManifest[] =>
  requests.map((request, index) => ({ constructPath: `app/${index}`, request }));

describe('checkLock', () => {
  it('finds no difference between requests and their lock', () => {
    expect(checkLock(by(git, debian, git), LOCK)).toEqual({ missing: [], unused: [] });
    expect(checkLock([], EMPTY_LOCK)).toEqual({ missing: [], unused: [] });
  });

  it('lists what is missing, with who asks', () => {
    const requests = by(
      git,
      { ...git, ref: 'refs/tags/v2' },
      { ...debian, include: ['bash'] },
      { ...debian, snapshot: '20261102T000000Z' },
    );
    expect(checkLock(requests, LOCK).missing).toEqual(requests.slice(1));
  });

  it('lists what nothing asks for, as places in the file', () => {
    expect(checkLock([], LOCK).unused).toEqual([
      'debian["trixie@20261101T000000Z"]',
      'git["https://git.example.org/a.git#refs/tags/v1"]',
    ]);
    expect(checkLock(by(git, { ...debian, include: ['bash'] }), LOCK).unused).toEqual([
      'debian["trixie@20261101T000000Z"].sets["hello [amd64 arm64] (main)"]',
    ]);
  });

  it('lists packages that no set names', () => {
    const archive = LOCK.debian['trixie@20261101T000000Z'];
    if (archive === undefined) throw new Error('archive');
    const packages = { ...archive.packages, amd64: { hello, bash: hello } };
    const lock = { ...LOCK, debian: { 'trixie@20261101T000000Z': { ...archive, packages } } };
    expect(checkLock(by(git, debian), lock).unused).toEqual([
      'debian["trixie@20261101T000000Z"].packages.amd64["bash"]',
    ]);
  });
});

describe('isLocked', () => {
  const key = 'trixie@20261101T000000Z';
  const archive = LOCK.debian[key];
  if (archive === undefined) throw new Error('archive');

  it('wants every architecture, every package of the set, and the Release of each suite', () => {
    const without = [
      { ...archive, sets: { 'hello [amd64 arm64] (main)': { amd64: ['hello'] } } },
      { ...archive, packages: { amd64: { hello }, arm64: {} } },
      { ...archive, releases: {} },
      // No package is of it, and that is part of the answer.
      { ...archive, releases: { trixie: release, 'trixie-updates': release } },
    ];
    expect(isLocked(debian, LOCK)).toBe(true);
    for (const each of without) {
      expect(isLocked(debian, { ...LOCK, debian: { [key]: each } })).toBe(false);
    }
  });
});
