import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Environment } from '../../../lib/environment';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { type DebianRequest, setKey } from '../../../lib/inputs/debian/request';
import type { DebianSection } from '../../../lib/inputs/debian/section';
import { formatLock } from '../../../lib/lock/format-lock';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { parseLock } from '../../../lib/lock/read-lock';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { freePort } from '../../support/loopback-server';
import {
  debianRequest,
  mirrorEnvironment,
  onBoth,
  PATIENCE,
  type ServedDebian,
  SNAPSHOT,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('lock');
let debian: ServedDebian;
const freshCache = () => join(folder, `cache-${randomBytes(4).toString('hex')}`);

beforeAll(async () => {
  debian = await serveDebian(join(folder, 'sound'));
});
afterAll(() => debian.server.close());

interface Run {
  readonly environment?: Environment;
  readonly previous?: LockFile;
  readonly messages?: string[];
}

async function lock(requests: readonly DebianRequest[], run: Run = {}): Promise<LockFile> {
  return resolveLock(asked(DEBIAN, ...requests), run.previous ?? EMPTY_LOCK, {
    environment: run.environment ?? mirrorEnvironment(debian, freshCache()),
    onMessage: (message) => run.messages?.push(message),
    patience: PATIENCE,
  });
}

/** The archives of a lock. */
const archivesOf = (locked: LockFile): DebianSection => sectionOf(locked, DEBIAN);

const releasesOf = (locked: LockFile) =>
  Object.values(archivesOf(locked)[`trixie@${SNAPSHOT}`]?.releases ?? {});

/** The same request for both architectures. */
const forBoth = (request: Partial<DebianRequest> = {}): DebianRequest[] =>
  ['amd64', 'arm64'].map((architecture) => debianRequest({ ...request, architecture }));

describe('resolveLock for Debian packages', () => {
  it('locks the closure of each architecture, and the Releases that vouch for it', async () => {
    const locked = await lock(forBoth());

    const archive = archivesOf(locked)[`trixie@${SNAPSHOT}`];
    expect(archive?.sets).toEqual({
      'hello (main)': {
        amd64: ['hello', 'hello-data', 'libc6'],
        arm64: ['hello', 'hello-data', 'libc6'],
      },
    });
    const { path, size, sha256 } = debian.archive.package('hello', 'arm64');
    expect(archive?.packages.arm64?.hello).toEqual({
      version: '1:2.0-1',
      suite: 'trixie',
      path,
      size,
      sha256,
    });
    expect(archive?.packages.arm64?.['hello-data']).toEqual(
      archive?.packages.amd64?.['hello-data'],
    );
    expect(archive?.packages.amd64?.libc6).toMatchObject({
      version: '2.41-2',
      suite: 'trixie-updates',
    });
    expect(Object.keys(archive?.releases ?? {}).sort()).toEqual([
      'trixie',
      'trixie-security',
      'trixie-updates',
    ]);
    expect(archive?.releases.trixie).toEqual({
      archive: 'debian',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      date: '2026-01-01T00:00:00Z',
      signers: [debian.key.fingerprint],
      from: 'mirror',
    });
  });

  it('keeps the source of a package where its name or version is another', async () => {
    const built = { Source: 'hello-source (3.0-4)' };
    const own = await serveDebian(join(folder, 'sources'), {
      trixie: {
        packages: [
          ...onBoth('hello', '3.0-4+b1', built),
          ...onBoth('libc6', '2.40', { Source: 'glibc' }),
        ],
      },
      'trixie-updates': { packages: onBoth('plain', '1.0') },
    });
    const include = ['hello', 'libc6', 'plain'];
    const environment = mirrorEnvironment(own, freshCache());
    const locked = await lock([debianRequest({ include })], { environment });
    await own.server.close();

    const packages = Object.values(archivesOf(locked))[0]?.packages.amd64;
    expect(include.map((name) => packages?.[name]?.source)).toEqual([
      'hello-source 3.0-4',
      'glibc 2.40',
      undefined,
    ]);
    expect(parseLock(formatLock(locked))).toEqual(locked);
  });

  it('resolves a minbase', async () => {
    const request = debianRequest({ variant: 'minbase', include: [] });
    const locked = await lock([request]);
    expect(Object.values(archivesOf(locked))[0]?.sets[setKey(request)]?.amd64).toEqual([
      'apt',
      'bash',
      'libc6',
    ]);
  });

  it('resolves packages of a foreign architecture', async () => {
    const request = debianRequest({ include: ['bash', 'libc6:arm64'] });
    const archive = Object.values(archivesOf(await lock([request])))[0];
    expect(Object.keys(archive?.packages.amd64 ?? {})).toEqual(['bash', 'libc6:arm64']);
    expect(archive?.packages.amd64?.['libc6:arm64']?.path).toMatch(/_arm64\.deb$/);
  });

  it('gives the same bytes with another cache, order of requests and order of answers', async () => {
    const requests = [debianRequest(), ...forBoth({ variant: 'minbase' })];
    const first = formatLock(await lock([...requests]));
    expect(formatLock(await lock([...requests].reverse()))).toBe(first);
  });

  it('asks only for what may have changed when its indexes are in the cache', async () => {
    const environment = mirrorEnvironment(debian, freshCache());
    const first = await lock([debianRequest()], { environment });
    const before = debian.server.requests.length;

    const second = await lock([debianRequest()], { environment });

    expect(second).toEqual(first);
    const paths = debian.server.requests.slice(before);
    expect(paths.sort()).toEqual([
      '/debian-security/dists/trixie-security/InRelease',
      '/debian/dists/trixie-updates/InRelease',
      '/debian/dists/trixie/InRelease',
    ]);
  });

  it('keeps what is locked without asking anybody', async () => {
    const previous = await lock([debianRequest()]);
    const before = debian.server.requests.length;

    expect(await lock([debianRequest()], { previous })).toEqual(previous);
    expect(debian.server.requests).toHaveLength(before);
  });

  it('adds a set to a locked archive, and drops one that nothing asks for', async () => {
    const bash = debianRequest({ include: ['bash'] });
    const previous = await lock([debianRequest()]);

    const both = await lock([debianRequest(), bash], { previous });
    const archive = Object.values(archivesOf(both))[0];
    expect(Object.keys(archive?.packages.amd64 ?? {}).sort()).toEqual([
      'bash',
      'hello',
      'hello-data',
      'libc6',
    ]);

    const one = Object.values(archivesOf(await lock([bash], { previous: both })))[0];
    expect(Object.keys(one?.sets ?? {})).toEqual([setKey(bash)]);
    expect(Object.keys(one?.packages.amd64 ?? {})).toEqual(['bash']);
    expect(await lock([], { previous: both })).toEqual(EMPTY_LOCK);
  });

  it('mends a lock that lost a line', async () => {
    const requests = [debianRequest(), debianRequest({ include: ['bash'] })];
    const whole = await lock([...requests]);
    const key = `trixie@${SNAPSHOT}`;
    const archive = archivesOf(whole)[key];
    if (archive === undefined) throw new Error('archive');
    const { hello: _, ...rest } = archive.packages.amd64 ?? {};
    const { trixie: __, ...releases } = archive.releases;
    for (const damaged of [
      { ...archive, packages: { amd64: rest } },
      { ...archive, releases },
    ]) {
      const previous = { sections: { debian: { [key]: damaged } } };
      expect(formatLock(await lock([...requests], { previous }))).toBe(formatLock(whole));
    }
  });

  it('reads a suite that has no updates by its nature', async () => {
    const sid = await serveDebian(join(folder, 'sid'), {}, 'sid');
    try {
      const environment = mirrorEnvironment(sid, freshCache());
      const locked = await lock([debianRequest({ suite: 'sid' })], { environment });
      expect(Object.keys(archivesOf(locked)[`sid@${SNAPSHOT}`]?.releases ?? {})).toEqual(['sid']);
    } finally {
      await sid.server.close();
    }
  });
});

describe('resolveLock with the snapshot archive and the mirrors of apt', () => {
  const realFetch = globalThis.fetch;
  let isSnapshotUp = true;
  let closed = '';
  /** The snapshot archive has a fixed address: here the served one stands behind it. */
  beforeAll(async () => {
    closed = `http://127.0.0.1:${await freePort()}`;
    globalThis.fetch = (input, init) => {
      const url = String(input);
      const base = isSnapshotUp ? debian.server.url : closed;
      return realFetch(url.replace('https://snapshot.debian.org', base), init);
    };
  });
  afterAll(() => {
    globalThis.fetch = realFetch;
  });

  const environment = (): Environment => ({
    ...mirrorEnvironment(debian, freshCache()),
    mirrors: {},
    aptMirrors: mirrorEnvironment(debian, '').mirrors,
  });

  it('reads the snapshot where nobody says otherwise', async () => {
    isSnapshotUp = true;
    const messages: string[] = [];
    const before = debian.server.requests.length;

    await lock([debianRequest()], { environment: environment(), messages });

    expect(messages).toEqual([]);
    for (const path of debian.server.requests.slice(before)) {
      expect(path).toMatch(new RegExp(`^/archive/debian(-security)?/${SNAPSHOT}/dists/`));
    }
  });

  it('lets a mirror of apt stand in when the snapshot is down, and says so', async () => {
    isSnapshotUp = false;
    const messages: string[] = [];

    const locked = await lock([debianRequest()], { environment: environment(), messages });

    expect(releasesOf(locked).map(({ from }) => from)).toEqual(['mirror', 'mirror', 'mirror']);
    expect(messages.sort()).toEqual([
      expect.stringMatching(
        `^${debian.server.mirror()} stands in for snapshot ${SNAPSHOT} of archive debian: .*ECONNREFUSED`,
      ),
      expect.stringMatching(`^${debian.server.mirror('debian-security')} stands in`),
    ]);
  });

  it('knows of what stood in when the lock is read again, until the snapshot has the same', async () => {
    isSnapshotUp = false;
    const stoodIn = await lock([debianRequest()], { environment: environment() });
    const previous = parseLock(formatLock(stoodIn));
    expect(previous).toEqual(stoodIn);

    isSnapshotUp = true;
    const more = [debianRequest(), debianRequest({ include: ['bash'] })];
    const confirmed = await lock(more, { environment: environment(), previous });

    expect(releasesOf(confirmed)).toEqual(releasesOf(stoodIn).map(({ from: _, ...own }) => own));
    expect(formatLock(confirmed)).not.toContain('mirror');
  });

  it('tells that the snapshot has another Release than the mirror that stood in', async () => {
    isSnapshotUp = true;
    const key = `trixie@${SNAPSHOT}`;
    const locked = archivesOf(await lock([debianRequest()], { environment: environment() }))[key];
    if (locked?.releases.trixie === undefined) throw new Error('archive');
    const trixie = { ...locked.releases.trixie, sha256: 'a'.repeat(64) };
    const releases = { ...locked.releases, trixie };
    const previous = { sections: { debian: { [key]: { ...locked, releases } } } };

    const more = [debianRequest(), debianRequest({ include: ['bash'] })];
    await expect(lock(more, { environment: environment(), previous })).rejects.toMatchObject({
      code: 'E_DEBIAN_RELEASE_CHANGED',
      message: expect.stringContaining('the locked Release is not that of the snapshot'),
      details: { fix: expect.stringContaining('delete the entry of the archive') },
    });
  });

  it('fails with all reasons when the snapshot is down and the mirror has moved on', async () => {
    isSnapshotUp = false;
    const request = debianRequest({ snapshot: '20251225T000000Z' });

    await expect(lock([request], { environment: environment() })).rejects.toMatchObject({
      code: 'E_DEBIAN_MIRROR_NEWER',
      details: {
        got: expect.stringMatching(/ECONNREFUSED.*; .*a Release of 20260101T000000Z/),
        fix: expect.stringContaining('set the snapshot to "20260101T000000Z" or later'),
      },
    });
  });

  it('fails for an unknown suite though the snapshot is down', async () => {
    isSnapshotUp = false;
    const request = debianRequest({ suite: 'trixe' });
    await expect(lock([request], { environment: environment() })).rejects.toMatchObject({
      code: 'E_DEBIAN_SUITE_UNKNOWN',
      message: expect.stringContaining('"trixe" does not exist on any server'),
      details: {
        got: expect.stringMatching(/ECONNREFUSED.*; .*status 404/),
        fix: 'did you mean "trixie"?',
      },
    });
  });
});
