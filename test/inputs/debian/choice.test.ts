import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { archiveKey, type DebianRequest } from '../../../lib/inputs/debian/request';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { makeDebianArchive } from '../../support/debian-archive';
import {
  debianRequest,
  mirrorEnvironment,
  onBoth,
  PATIENCE,
  type ServedDebian,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('choice');
let debian: ServedDebian;

beforeAll(async () => {
  debian = await serveDebian(folder, {
    trixie: {
      packages: [
        ...onBoth('web', '1.0', { Depends: 'web-common', Recommends: 'docs | manual' }),
        ...onBoth('web-common', '1.0'),
        ...onBoth('docs', '1.0'),
        ...onBoth('manual', '1.0'),
      ],
    },
  });
  const beside = (suite: string, version: string, release: Record<string, string>) =>
    makeDebianArchive(join(folder, 'debian'), {
      suite,
      packages: [...onBoth('web', version, { Depends: 'web-common' }), ...onBoth('new', version)],
      keys: [debian.key],
      release: { Suite: `stable-${suite}`, ...release },
    });
  const backports = { NotAutomatic: 'yes', ButAutomaticUpgrades: 'yes' };
  await beside('trixie-backports', '2.0~bpo13+1', backports);
  await beside('experimental', '3.0', { Suite: 'experimental', NotAutomatic: 'yes' });
  await beside('trixie-proposed-updates', '1.1', {});
});
afterAll(() => debian.server.close());

function lock(requests: readonly DebianRequest[], previous: LockFile = EMPTY_LOCK) {
  return resolveLock(asked(DEBIAN, ...requests), previous, {
    environment: mirrorEnvironment(debian, join(folder, randomBytes(4).toString('hex'))),
    patience: PATIENCE,
  });
}

/** The packages of the answer to a request, with versions. */
async function closure(change: Partial<DebianRequest>): Promise<string[]> {
  const request = debianRequest({ include: ['web'], ...change });
  const found = DEBIAN.section.find(sectionOf(await lock([request]), DEBIAN), request) ?? [];
  return found.map(({ name, version, suite }) => `${name} ${version} ${suite}`);
}

const OWN = ['web 1.0 trixie', 'web-common 1.0 trixie'];

test.each<[string, Partial<DebianRequest>, string[]]>([
  ['has what is needed', {}, OWN],
  ['has what is recommended', { recommends: true }, ['docs 1.0 trixie', ...OWN]],
  [
    'has another alternative where one is excluded',
    { recommends: true, exclude: ['docs'] },
    ['manual 1.0 trixie', ...OWN],
  ],
  ['takes nothing of backports and experimental', { also: ['backports', 'experimental'] }, OWN],
  [
    'takes what only backports has',
    { also: ['backports', 'experimental'], include: ['new'] },
    ['new 2.0~bpo13+1 trixie-backports'],
  ],
  [
    'takes the version that is asked for',
    { also: ['backports'], include: ['web=2*'] },
    ['web 2.0~bpo13+1 trixie-backports', 'web-common 1.0 trixie'],
  ],
  [
    'takes what a pin wants',
    {
      also: ['backports', 'experimental'],
      pins: [{ packages: ['web'], release: 'a=experimental', priority: 990 }],
    },
    ['web 3.0 experimental', 'web-common 1.0 trixie'],
  ],
  [
    'takes what is newer of proposed updates',
    { also: ['proposed-updates'] },
    ['web 1.1 trixie-proposed-updates', 'web-common 1.0 trixie'],
  ],
  [
    'takes nothing of them that a pin forbids by component or host',
    {
      also: ['proposed-updates'],
      pins: [
        { packages: ['*'], origin: 'archive.example.org', priority: -1 },
        { packages: ['*'], release: 'n=*proposed-updates, c=main', priority: -1 },
      ],
    },
    OWN,
  ],
])('a set %s', async (_what, change, expected) => {
  expect(await closure(change)).toEqual(expected);
});

test('an answer is that of a request with the same options alone', async () => {
  const plain = debianRequest({ include: ['web'] });
  const others: DebianRequest[] = [
    { ...plain, recommends: true },
    { ...plain, exclude: ['docs'] },
    { ...plain, also: ['backports'] },
    { ...plain, pins: [{ packages: ['web'], version: '1.*', priority: 600 }] },
  ];
  const section = sectionOf(await lock([plain]), DEBIAN);

  expect(DEBIAN.section.find(section, plain)).toHaveLength(2);
  for (const other of others) expect(DEBIAN.section.find(section, other)).toBeUndefined();
  const keys = [plain, ...others].map((request) => DEBIAN.key(request));
  expect(new Set(keys).size).toBe(keys.length);
});

test('a lock without the Release of a suite beside the release answers nothing', async () => {
  const request = debianRequest({ include: ['web'], also: ['backports'] });
  const section = sectionOf(await lock([request]), DEBIAN);
  const key = archiveKey(request);
  const { 'trixie-backports': _, ...releases } = section[key]?.releases ?? {};
  const archive = section[key];
  if (archive === undefined) throw new Error('the archive is locked');

  expect(DEBIAN.section.find(section, request)).toHaveLength(2);
  expect(DEBIAN.section.find({ [key]: { ...archive, releases } }, request)).toBeUndefined();
});

test('versions that differ between sets of one base are refused, with what to do', async () => {
  const requests = ['web', 'web=2*'].map((name) =>
    debianRequest({ include: [name], also: ['backports'] }),
  );
  await expect(lock(requests)).rejects.toMatchObject({
    code: 'E_DEBIAN_VERSIONS_DISAGREE',
    details: { fix: expect.stringContaining('pins of the base') },
  });
});

test('a request is read as it was written', () => {
  const request = debianRequest({
    also: ['backports'],
    pins: [
      { packages: ['web'], release: 'sid', priority: -1 },
      { packages: ['a', 'b*'], version: '1.*', priority: 900 },
    ],
    recommends: true,
    exclude: ['docs'],
  });
  const read = (value: object) =>
    DEBIAN.readRequest(
      JSON.parse(JSON.stringify(value)),
      'request',
      new SchemaReader('E_ASSEMBLY_FORMAT', 'x'),
    );

  expect(read(request)).toEqual(request);
  expect(read(debianRequest())).toEqual(debianRequest());
  const pins = [{ packages: ['a'], release: 'sid', priority: 'high' }];
  expect(() => read({ ...request, pins })).toThrow(/priority/);
});
