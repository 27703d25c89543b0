import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEBIAN } from '../../../../lib/inputs/debian/kind';
import type { DebianArchiveLock } from '../../../../lib/inputs/debian/section';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../../lib/lock/lock-file';
import { proveLock } from '../../../../lib/lock/prove-lock';
import { resolveLock } from '../../../../lib/lock/resolve-lock';
import { select } from '../../../../lib/lock/select';
import { updateLock } from '../../../../lib/lock/update-lock';
import { asked } from '../../../support/asked';
import { type DatedDebian, serveDatedDebian } from '../../../support/dated-debian';
import { debianRequest, onBoth, PATIENCE } from '../../../support/served-debian';
import { temporaryFolder } from '../../../support/temporary-folder';

const OLD = '20260110T000000Z';
const NEW = '20260120T000000Z';
const KEY = `trixie@${OLD}`;
const folder = temporaryFolder('prove');
const cache = join(folder, 'cache');
const requests = asked(
  DEBIAN,
  ...['amd64', 'arm64'].map((architecture) =>
    debianRequest({ snapshot: OLD, include: ['curl'], architecture }),
  ),
);
let debian: DatedDebian;
let lock: LockFile;

beforeAll(async () => {
  const source = { Source: 'openssl' };
  debian = await serveDatedDebian(join(folder, 'archives'), {
    [OLD]: {
      packages: [
        ...onBoth('curl', '8.0', { Depends: 'libssl3' }),
        ...onBoth('libssl3', '3.0-1', source),
      ],
    },
    [NEW]: {
      packages: onBoth('curl', '8.0', { Depends: 'libssl3' }),
      security: onBoth('libssl3', '3.0-2', source),
    },
  });
  const at = (date: string) => ({
    environment: debian.environment(date, cache),
    patience: PATIENCE,
  });
  const old = await resolveLock(requests, EMPTY_LOCK, at(OLD));
  const selection = { ...select(['libssl3'], requests, old), snapshot: NEW };
  ({ lock } = await updateLock(requests, old, selection, at(NEW)));
});
afterAll(() => debian.server.close());

const prove = (changed: LockFile = lock, cacheFolder = cache, isOnline = false, date = NEW) =>
  proveLock(requests, changed, {
    environment: debian.environment(date, cacheFolder),
    patience: PATIENCE,
    isOnline,
  });
const problemsOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    ({ all }) =>
      all.map(
        ({ code, details, message }: Error & { code: string; details: Record<string, string> }) =>
          `${code} ${details.constructPath}: ${message}; ${details.got}; ${details.expected}`,
      ),
  );

/** The lock with something else in its one archive. */
function altered(change: (archive: DebianArchiveLock) => void): LockFile {
  const section = structuredClone(sectionOf(lock, DEBIAN));
  const archive = section[KEY];
  if (archive === undefined) throw new Error('the lock has no archive');
  change(archive);
  return { sections: { debian: section } };
}

test('every package of every date is proven, and nobody is asked', async () => {
  const count = debian.server.requests.length;

  expect(Object.fromEntries(await prove())).toEqual({ debian: { releases: 6, packages: 4 } });

  expect(debian.server.requests).toHaveLength(count);
});

const HASH = 'a'.repeat(64);
test.each<[string, string, RegExp]>([
  [
    'version',
    '9.0',
    /^E_LOCK_PROOF app\/0: package "curl" for amd64: .*; version 9\.0; version 8\.0$/,
  ],
  ['path', 'pool/x.deb', /^E_LOCK_PROOF .*; path pool\/x\.deb; path pool\/main\/c\/curl\//],
  ['size', '1', /^E_LOCK_PROOF .*; size 1; size \d+$/],
  ['sha256', HASH, /^E_LOCK_PROOF .*; 8\.0, sha256 a{64}; 8\.0, sha256 [0-9a-f]{64}$/],
  ['source', 'wget 8.0', /^E_LOCK_PROOF .*; source wget 8\.0; source $/],
  ['suite', 'trixie-updates', /^E_LOCK_PROOF .*; nothing of that name in "trixie-updates"$/],
])('another %s of a package is told', async (field, value, message) => {
  const changed = altered(({ packages }) =>
    Object.assign(packages.amd64?.curl ?? {}, {
      [field]: field === 'size' ? Number(value) : value,
    }),
  );

  expect(await problemsOf(prove(changed))).toEqual([expect.stringMatching(message)]);
});

test('a package under the name of another is told, and one of another date', async () => {
  const renamed = altered(({ packages: { amd64 = {} } }) => {
    Object.assign(amd64, { wget: amd64.curl });
  });
  const dated = altered(({ packages }) =>
    Object.assign(packages.arm64?.libssl3 ?? {}, { snapshot: undefined, suite: 'trixie' }),
  );

  expect(await problemsOf(prove(renamed))).toEqual([
    expect.stringMatching(/^E_LOCK_PROOF .*"wget" for amd64: .*nothing of that name/),
  ]);
  expect(await problemsOf(prove(dated))).toEqual([
    expect.stringMatching(/^E_LOCK_PROOF .*"libssl3" for arm64: .*; 3\.0-2, .*; 3\.0-1, /),
  ]);
});

test.each<[string, unknown, RegExp]>([
  [
    'date',
    '2026-01-02T00:00:00Z',
    /^E_LOCK_PROOF .*the Release of "trixie" at 20260110T000000Z: .*; date 2026-01-02/,
  ],
  ['archive', 'debian-security', /^E_LOCK_PROOF .*; archive debian-security; archive debian$/],
  ['signers', ['A'.repeat(40)], /^E_LOCK_PROOF .*; signer A{40}; signer [0-9A-F]{40}$/],
  ['sha256', HASH, /^E_LOCK_UNPROVEN .*the Release of "trixie" .*; sha256 a{64};/],
])('another %s of a Release is told', async (field, value, message) => {
  const changed = altered(({ releases }) =>
    Object.assign(releases.trixie ?? {}, { [field]: value }),
  );

  expect(await problemsOf(prove(changed))).toEqual([expect.stringMatching(message)]);
});

test('an archive that nothing asks for is told', async () => {
  const section = sectionOf(lock, DEBIAN);
  const changed = { sections: { debian: { ...section, [`trixie@${NEW}`]: section[KEY] } } };

  expect(await problemsOf(prove(changed))).toEqual([
    expect.stringMatching(
      /^E_LOCK_PROOF .*archive "trixie@20260120T000000Z" .* asked for by nothing/,
    ),
  ]);
});

/** A copy of the cache, and the place of what belongs to a Release in it. */
function copied(name: string): { place: string; besides: (sha256: string) => string } {
  const place = join(folder, name);
  cpSync(cache, place, { recursive: true });
  return {
    place,
    besides: (sha256) => join(place, 'beside', sha256.slice(0, 2), `${sha256}.InRelease`),
  };
}
const releaseOf = (suite: string) => sectionOf(lock, DEBIAN)[KEY]?.releases[suite]?.sha256 ?? '';

test('a signature that is not kept, or is that of another Release, proves nothing', async () => {
  const { besides, place } = copied('signatures');
  copyFileSync(besides(releaseOf('trixie-updates')), besides(releaseOf('trixie')));
  expect(await problemsOf(prove(lock, place))).toEqual([
    expect.stringMatching(/^E_LOCK_PROOF .*the Release of "trixie" .*; text /),
  ]);

  rmSync(besides(releaseOf('trixie')));
  expect(await problemsOf(prove(lock, place))).toEqual([
    expect.stringMatching(/^E_LOCK_UNPROVEN .*the signature of the Release of "trixie" /),
  ]);
});

test('keys that are not trusted here prove nothing', async () => {
  const environment = { ...debian.environment(NEW, cache), keyrings: [] };

  const problems = await problemsOf(proveLock(requests, lock, { environment }));

  expect(problems).toHaveLength(6);
  for (const problem of problems) expect(problem).toMatch(/^E_DEBIAN_SIGNER /);
});

test('indexes that are not kept are named, and fetched where that is asked for', async () => {
  const { place } = copied('indexes');
  const empty = join(folder, 'empty');
  for (const name of readdirSync(join(place, 'sha256'))) {
    rmSync(join(place, 'sha256', name), { recursive: true });
  }
  const before = await resolveLock(requests, EMPTY_LOCK, {
    environment: debian.environment(OLD, join(folder, 'other')),
    patience: PATIENCE,
  });

  expect(await problemsOf(prove(before, place))).toEqual(
    ['trixie', 'trixie-updates', 'trixie-security'].map((suite) =>
      expect.stringContaining(
        `E_LOCK_UNPROVEN app/0: the Release of "${suite}" at ${OLD} is not kept`,
      ),
    ),
  );
  expect(Object.fromEntries(await prove(before, empty, true, OLD))).toEqual({
    debian: { releases: 3, packages: 4 },
  });
  // They are kept now, all but one.
  const sha256 = /([0-9a-f]{64}) +\d+ main\/binary-arm64\/Packages\.gz/.exec(
    debian.archives[OLD]?.release.split('SHA256:')[1] ?? '',
  )?.[1];
  rmSync(join(empty, 'sha256', (sha256 ?? '').slice(0, 2), sha256 ?? ''));
  const problems = await problemsOf(prove(before, empty));
  expect(problems).toEqual([
    expect.stringMatching(
      /^E_LOCK_UNPROVEN .*the index main\/arm64 of "trixie" at 20260110T000000Z/,
    ),
  ]);
});
