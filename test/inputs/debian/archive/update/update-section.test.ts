import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DEBIAN } from '../../../../../lib/inputs/debian/kind';
import type { DebianRequest } from '../../../../../lib/inputs/debian/request';
import type { DebianArchiveLock } from '../../../../../lib/inputs/debian/section';
import { compareLocks } from '../../../../../lib/lock/compare-locks';
import { formatLock } from '../../../../../lib/lock/format-lock';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../../../lib/lock/lock-file';
import { parseLock } from '../../../../../lib/lock/read-lock';
import { resolveLock } from '../../../../../lib/lock/resolve-lock';
import { select } from '../../../../../lib/lock/select';
import { updateLock } from '../../../../../lib/lock/update-lock';
import { asked } from '../../../../support/asked';
import { type DatedDebian, serveDatedDebian } from '../../../../support/dated-debian';
import { debianRequest, onBoth, PATIENCE } from '../../../../support/served-debian';
import { temporaryFolder } from '../../../../support/temporary-folder';

const OLD = '20260110T000000Z';
const NEW = '20260120T000000Z';
const NEWER = '20260130T000000Z';
const folder = temporaryFolder('update');
let debian: DatedDebian;

/** Both architectures of a package that depends on others. */
const on = (name: string, version: string, Depends = '', more: Record<string, string> = {}) =>
  onBoth(name, version, { ...(Depends === '' ? {} : { Depends }), ...more });

/** What all dates have alike. */
const STEADY = [...on('editor-a', '1.0'), ...on('editor-b', '1.0')];

beforeAll(async () => {
  debian = await serveDatedDebian(join(folder, 'archives'), {
    [OLD]: {
      packages: [
        ...STEADY,
        ...on('libc6', '2.41'),
        ...on('zlib1g', '1.0'),
        ...on('libssl3', '3.0-1', 'libc6 (>= 2.40)', { Source: 'openssl' }),
        ...on('curl', '8.0', 'libssl3 (>= 3.0), zlib1g'),
        ...on('hello', '1.0', 'libc6, hello-data (= 1.0), editor-a | editor-b'),
        ...on('hello-data', '1.0'),
        ...on('perl-base', '5.40', '', { Provides: 'perlapi-5.40' }),
        ...on('perl-module', '1.0', 'perlapi-5.40'),
        ...on('odd', '1.0', 'libc6'),
        ...on('stuck', '1.0'),
      ],
    },
    [NEW]: {
      packages: [
        ...STEADY,
        ...on('libc6', '2.42', '', { Breaks: 'odd (<< 2)' }),
        ...on('zlib1g', '1.1'),
        ...on('libssl3', '3.0-1', 'libc6 (>= 2.40)', { Source: 'openssl' }),
        ...on('curl', '8.1', 'libssl3 (>= 3.0), zlib1g'),
        ...on('hello', '1.1', 'libc6, hello-data (= 1.1), libnew, editor-a | editor-b'),
        ...on('hello-data', '1.1'),
        ...on('libnew', '1.0', 'libdeep'),
        ...on('libdeep', '1.0'),
        ...on('perl-base', '5.42', '', { Provides: 'perlapi-5.42' }),
        ...on('perl-module', '1.1', 'perlapi-5.42'),
        ...on('odd', '2.0', 'libc6'),
        ...on('stuck', '1.1', 'nowhere'),
      ],
      security: on('libssl3', '3.0-2', 'libc6 (>= 2.42)', { Source: 'openssl' }),
    },
    [NEWER]: {
      packages: [
        ...STEADY,
        ...on('libc6', '2.42'),
        ...on('zlib1g', '1.2'),
        ...on('tool', '1.0', 'zlib1g (= 1.2)'),
      ],
    },
  });
});
afterAll(() => debian.server.close());

const freshCache = () => join(folder, `cache-${randomBytes(4).toString('hex')}`);

/** Requests for both architectures. */
const forBoth = (...sets: readonly Partial<DebianRequest>[]) =>
  asked(
    DEBIAN,
    ...sets.flatMap((request) =>
      ['amd64', 'arm64'].map((architecture) =>
        debianRequest({ snapshot: OLD, ...request, architecture }),
      ),
    ),
  );
const SETS = [
  { include: ['curl', 'hello'] },
  { include: ['perl-module', 'odd'] },
  { include: ['stuck'] },
];
const archiveOf = (lock: LockFile): DebianArchiveLock => {
  const [archive] = Object.values(sectionOf(lock, DEBIAN));
  if (archive === undefined) throw new Error('the lock has no archive');
  return archive;
};

/** A lock of the old date, and the cache that it was made with. */
async function locked(sets: readonly Partial<DebianRequest>[] = SETS) {
  const cache = freshCache();
  const requests = forBoth(...sets);
  const environment = debian.environment(OLD, cache);
  const lock = await resolveLock(requests, EMPTY_LOCK, { environment, patience: PATIENCE });
  return { cache, lock, requests };
}

/** Moves packages of a lock to a date; tells what moved, without architectures. */
async function moved(
  { cache, lock, requests }: Awaited<ReturnType<typeof locked>>,
  names: readonly string[],
  snapshot = NEW,
) {
  const selection = { ...select(names, requests, lock), snapshot };
  const environment = debian.environment(snapshot, cache);
  const { lock: updated } = await updateLock(requests, lock, selection, {
    environment,
    patience: PATIENCE,
  });
  const moves = compareLocks(lock, updated);
  const ofOne = (architecture: string) =>
    moves
      .filter(({ of }) => of === architecture)
      .map(({ after, before, name }) => `${name} ${before?.version} ${after?.version}`);
  expect(ofOne('arm64')).toEqual(ofOne('amd64'));
  expect(parseLock(formatLock(updated))).toEqual(updated);
  return { updated, moves: ofOne('amd64') };
}

test('one package moves alone, and says which date it is of', async () => {
  const before = await locked();

  const { moves, updated } = await moved(before, ['zlib1g']);

  expect(moves).toEqual(['zlib1g 1.0 1.1']);
  const [old, archive] = [archiveOf(before.lock), archiveOf(updated)];
  expect(archive.packages.amd64?.zlib1g).toMatchObject({ snapshot: NEW, suite: 'trixie' });
  expect(Object.keys(archive.later ?? {})).toEqual([NEW]);
  expect(Object.keys(archive.later?.[NEW] ?? {})).toEqual(Object.keys(old.releases));
  expect({ ...archive, later: undefined, packages: undefined }).toEqual({
    ...old,
    later: undefined,
    packages: undefined,
  });
  const { zlib1g: _moved, ...rest } = archive.packages.amd64 ?? {};
  const { zlib1g: _old, ...oldRest } = old.packages.amd64 ?? {};
  expect(rest).toEqual(oldRest);
});

test.each([
  [
    'what it needs in a newer version',
    'libssl3',
    ['libc6 2.41 2.42', 'libssl3 3.0-1 3.0-2', 'odd 1.0 2.0'],
  ],
  [
    'what needs it in just this version',
    'hello-data',
    ['hello 1.0 1.1', 'hello-data 1.0 1.1', 'libdeep undefined 1.0', 'libnew undefined 1.0'],
  ],
  [
    'what it needs in just this version',
    'hello',
    ['hello 1.0 1.1', 'hello-data 1.0 1.1', 'libdeep undefined 1.0', 'libnew undefined 1.0'],
  ],
  ['what provides another name now', 'perl-module', ['perl-base 5.40 5.42', 'perl-module 1.0 1.1']],
  ['what it breaks', 'libc6', ['libc6 2.41 2.42', 'odd 1.0 2.0']],
])('%s moves with a package, and nothing else does', async (_why, name, moves) => {
  expect((await moved(await locked(), [name])).moves).toEqual(moves);
});

test('all that a construct asks for moves, and nothing that others alone ask for', async () => {
  const { moves } = await moved(await locked(), ['app/0', 'app/1']);

  expect(moves).toEqual([
    'curl 8.0 8.1',
    'hello 1.0 1.1',
    'hello-data 1.0 1.1',
    'libc6 2.41 2.42',
    'libdeep undefined 1.0',
    'libnew undefined 1.0',
    'libssl3 3.0-1 3.0-2',
    'odd 1.0 2.0',
    'zlib1g 1.0 1.1',
  ]);
});

test('without names every set is what a lock of that date has, and what is the same is of its old date', async () => {
  const sets = SETS.slice(0, 2);
  const before = await locked(sets);

  const { updated } = await moved(before, []);

  const requests = forBoth(...sets.map((one) => ({ ...one, snapshot: NEW })));
  const environment = debian.environment(NEW, freshCache());
  const anew = archiveOf(
    await resolveLock(requests, EMPTY_LOCK, { environment, patience: PATIENCE }),
  );
  const archive = archiveOf(updated);
  expect(archive.sets).toEqual(anew.sets);
  for (const [name, entry] of Object.entries(archive.packages.amd64 ?? {})) {
    const { snapshot, ...rest } = entry;
    expect(rest).toEqual(anew.packages.amd64?.[name]);
    expect([name, snapshot]).toEqual([name, name === 'editor-a' ? undefined : NEW]);
  }
  expect(archive.later?.[NEW]).toEqual(anew.releases);
});

test('what has moved is kept without asking anybody, and moves on from there', async () => {
  const before = await locked();
  const { updated } = await moved(before, ['zlib1g']);
  const { cache, requests } = before;
  const count = debian.server.requests.length;
  const environment = debian.environment(NEW, freshCache());

  expect(await resolveLock(requests, updated, { environment })).toEqual(updated);
  expect(debian.server.requests).toHaveLength(count);
  expect(
    DEBIAN.section.unused(
      sectionOf(updated, DEBIAN),
      requests.map(({ request }) => request as DebianRequest),
    ),
  ).toEqual([]);

  const again = await moved({ cache, requests, lock: updated }, ['zlib1g'], NEWER);
  expect(again.moves).toEqual(['zlib1g 1.1 1.2']);
  expect(Object.keys(archiveOf(again.updated).later ?? {})).toEqual([NEWER]);
});

test('a set that is added later has the packages that are locked, wherever they moved', async () => {
  const before = await locked([{ include: ['zlib1g'] }]);
  const { updated } = await moved(before, ['zlib1g'], NEWER);
  const requests = forBoth(
    { include: ['zlib1g'] },
    { include: ['tool'] },
    { include: ['odd', 'zlib1g'] },
  );
  const environment = debian.environment(OLD, before.cache);

  // The releases of the later date are in the cache.
  const more = await resolveLock(requests, updated, { environment, patience: PATIENCE });

  const { amd64 } = archiveOf(more).packages;
  expect(amd64?.zlib1g).toEqual(archiveOf(updated).packages.amd64?.zlib1g);
  expect(amd64?.odd).not.toHaveProperty('snapshot');
  expect(amd64?.tool).toMatchObject({ version: '1.0', snapshot: NEWER });
});

const codesOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    ({ all }) => all.map(({ code, message }: Error & { code: string }) => `${code}: ${message}`),
  );

test('fails for a package that cannot move, for names of nothing, and for an earlier date', async () => {
  const before = await locked();

  expect(await codesOf(moved(before, ['stuck']))).toEqual([
    expect.stringMatching(/^E_DEBIAN_UNSATISFIABLE: package "stuck" 1.1: /),
  ]);
  expect(await codesOf(moved(before, ['zlib1', 'nothing']))).toEqual([
    'E_UPDATE_NAME: nothing is locked by the name "zlib1"',
    'E_UPDATE_NAME: nothing is locked by the name "nothing"',
  ]);
  expect(await codesOf(moved(before, [], '20260101T000000Z'))).toEqual([
    `E_UPDATE_SNAPSHOT: "trixie@${OLD}" cannot be moved to an earlier date`,
  ]);
});

test('fails for a package that is to stay and that no index has', async () => {
  const before = await locked();
  const [key = '', archive] = Object.entries(sectionOf(before.lock, DEBIAN))[0] ?? [];
  const { amd64 = {} } = archive?.packages ?? {};
  const { zlib1g } = amd64;
  const packages = {
    ...archive?.packages,
    amd64: { ...amd64, zlib1g: { ...zlib1g, sha256: 'a'.repeat(64) } },
  };
  const lock: LockFile = { sections: { debian: { [key]: { ...archive, packages } } } };

  expect(await codesOf(moved({ ...before, lock }, ['hello']))).toEqual([
    `E_UPDATE_HELD: package zlib1g 1.0 of "trixie@${OLD}" cannot stay: what it needs is not known`,
  ]);
});

test('fails where the archive has the state no more that the others stay at', async () => {
  const before = await locked();

  const [error] = await codesOf(moved({ ...before, cache: freshCache() }, ['zlib1g']));

  expect(error).toMatch(/^E_UPDATE_HELD: package curl 8\.0 and \d+ more of /);
});
