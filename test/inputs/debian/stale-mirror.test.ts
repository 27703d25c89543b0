import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import {
  debianRequest,
  mirrorEnvironment,
  onBoth,
  PATIENCE,
  type ServedDebian,
  SNAPSHOT,
  type SuiteSpecs,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('stale-mirror');
const name = () => randomBytes(4).toString('hex');
const open: ServedDebian[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ server }) => server.close())));

async function serve(specs: SuiteSpecs = {}, suite?: string): Promise<ServedDebian> {
  const served = await serveDebian(join(folder, name()), specs, suite);
  open.push(served);
  return served;
}

/** Locks with the archives of the servers as mirrors, in that order. */
async function lockFrom(servers: readonly ServedDebian[], suite = 'trixie') {
  const environments = servers.map((served) => mirrorEnvironment(served, join(folder, name())));
  const [first] = environments;
  if (first === undefined) throw new Error('no server');
  const urls = (archive: string) => environments.flatMap(({ mirrors }) => mirrors[archive] ?? []);
  const environment = {
    ...first,
    mirrors: { debian: urls('debian'), 'debian-security': urls('debian-security') },
    keyrings: environments.flatMap(({ keyrings }) => keyrings),
  };
  const options = { environment, patience: PATIENCE };
  const locked = await resolveLock(asked(DEBIAN, debianRequest({ suite })), EMPTY_LOCK, options);
  return sectionOf(locked, DEBIAN)[`${suite}@${SNAPSHOT}`];
}

const OLD = new Date('2025-09-01T00:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);
/** A mirror that stood still in September: its release has no end, its updates had one. */
const STALE: SuiteSpecs = {
  trixie: { date: OLD, packages: onBoth('hello', '0.9') },
  'trixie-updates': { date: OLD, validUntil: day('2025-09-08') },
  'trixie-security': { date: OLD, validUntil: day('2025-09-08') },
};

test('a release is not taken from a mirror whose updates had expired', async () => {
  const archive = await lockFrom([await serve(STALE), await serve()]);

  expect(archive?.packages.amd64?.hello?.version).toBe('1:2.0-1');
  expect(archive?.releases.trixie?.date).toBe('2026-01-01T00:00:00Z');
});

const UPDATES: [string, SuiteSpecs][] = [
  ['older than two weeks', { 'trixie-updates': { date: OLD } }],
  ['newer than the snapshot', { 'trixie-updates': { date: day('2026-01-11') } }],
];

test.each(UPDATES)(
  'a release is not taken from a mirror whose updates are %s',
  async (_, specs) => {
    const half = await serve({ trixie: STALE.trixie ?? {}, ...specs });

    const archive = await lockFrom([half, await serve()]);

    expect(archive?.packages.amd64?.hello?.version).toBe('1:2.0-1');
  },
);

test('a release is not taken from a mirror that lacks its updates', async () => {
  const half = await serve({ trixie: STALE.trixie ?? {} });
  half.server.setFault(/trixie-updates/, { status: 404 });

  const archive = await lockFrom([half, await serve()]);

  expect(archive?.packages.amd64?.hello?.version).toBe('1:2.0-1');
});

test('a release of months ago is that of the date where its updates are', async () => {
  const release = { date: OLD, packages: onBoth('hello', '0.9') };
  const archive = await lockFrom([await serve({ trixie: release })]);

  expect(archive?.releases.trixie).toMatchObject({ date: '2025-09-01T00:00:00Z', from: 'mirror' });
});

test.each([
  ['trixie-updates', 'trixie'],
  ['trixie-security', 'trixie'],
  ['sid', 'sid'],
])('%s without Valid-Until is refused when it is older than two weeks', async (stale, suite) => {
  const at = (date: string) => serve({ [stale]: { date: day(date) } }, suite);

  await expect(lockFrom([await at('2025-12-26')], suite)).rejects.toMatchObject({
    code: 'E_DEBIAN_MIRROR_STALE',
    message: expect.stringContaining(`suite "${stale}" had expired`),
    details: {
      got: 'a Release of 20251226T000000Z, without Valid-Until',
      fix: expect.stringContaining('between "20251226T000000Z" and "20260109T000000Z"'),
    },
  });
  expect(await lockFrom([await at('2025-12-28')], suite)).toBeDefined();
});
