import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OtherArchive } from '../../../lib/debian';
import { type Environment, parseSecretSource } from '../../../lib/environment';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { archiveKey, type DebianRequest } from '../../../lib/inputs/debian/request';
import { formatLock } from '../../../lib/lock/format-lock';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { parseLock } from '../../../lib/lock/read-lock';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import type { PackageSpec } from '../../support/debian-package';
import { type OtherSpec, type ServedOther, serveOther } from '../../support/other-archive';
import { AptSystem, aptOfTrixie } from '../../support/real-apt';
import {
  debianRequest,
  mirrorEnvironment,
  onBoth,
  PATIENCE,
  type ServedDebian,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('other');
const served: ServedOther[] = [];
let debian: ServedDebian;
const name = () => randomBytes(4).toString('hex');

beforeAll(async () => {
  debian = await serveDebian(join(folder, 'debian'));
});
afterAll(() =>
  Promise.all(
    [debian, ...served].map((one) => ('server' in one ? one.server.close() : one.close())),
  ),
);

/** Packages of the other archive: one of its own, and a newer one of Debian's. */
const PACKAGES: readonly PackageSpec[] = [
  ...onBoth('tool', '1.0', { Depends: 'libc6, hello (>= 1:3)' }),
  ...onBoth('hello', '1:3.0-0other1', { Depends: 'libc6' }),
];

async function other(spec: Partial<OtherSpec> = {}): Promise<ServedOther> {
  const made = await serveOther(join(folder, name()), { packages: PACKAGES, ...spec });
  served.push(made);
  return made;
}

interface Run {
  readonly environment?: Partial<Environment>;
  readonly previous?: LockFile;
  readonly cache?: string;
}

function lock(requests: readonly DebianRequest[], { cache, environment, previous }: Run = {}) {
  return resolveLock(asked(DEBIAN, ...requests), previous ?? EMPTY_LOCK, {
    environment: { ...mirrorEnvironment(debian, join(folder, cache ?? name())), ...environment },
    patience: PATIENCE,
  });
}

const request = (archives: readonly OtherArchive[], change: Partial<DebianRequest> = {}) =>
  debianRequest({ include: ['tool'], archives, ...change });

async function closure(one: DebianRequest, run?: Run): Promise<string[]> {
  const found = DEBIAN.section.find(sectionOf(await lock([one], run), DEBIAN), one) ?? [];
  return found.map(({ archive, name: own, version }) => `${own} ${version} ${archive}`);
}

const OF_BOTH = ({ archive: { url } }: ServedOther) => [
  `hello 1:3.0-0other1 ${url}`,
  'libc6 2.41-2 debian',
  `tool 1.0 ${url}`,
];

describe('an archive beside Debian', () => {
  test.each([false, true])('gives its packages, flat: %s', async (isFlat) => {
    const vendor = await other({ isFlat });
    for (const architecture of ['amd64', 'arm64']) {
      expect(await closure(request([vendor.archive], { architecture }))).toEqual(OF_BOTH(vendor));
    }
  });

  test('is in the lock with its URL, its key, and each package with its hash', async () => {
    const vendor = await other({ isFlat: true });
    const one = request([vendor.archive]);
    const locked = await lock([one]);
    const text = formatLock(locked);
    const archive = sectionOf(locked, DEBIAN)[archiveKey(one)];
    const { url } = vendor.archive;

    expect(archive?.releases[`${url} ./`]).toEqual({
      archive: url,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      date: '2026-01-01T00:00:00Z',
      signers: [vendor.key.fingerprint],
    });
    expect(archive?.packages.amd64?.tool).toMatchObject({
      suite: `${url} ./`,
      path: 'pool/main/t/tool/tool_1.0_amd64.deb',
    });
    expect(formatLock(parseLock(text, 'synth.lock.json'))).toBe(text);
    // Nothing has to be asked any more.
    const before = vendor.requests.length;
    expect(formatLock(await lock([one], { previous: parseLock(text, 'x') }))).toBe(text);
    expect(vendor.requests.length).toBe(before);
  });

  test('gives what a pin by its host wants, and nothing that one forbids', async () => {
    const vendor = await other();
    const pinned = (priority: number, packages = ['*']) =>
      closure(
        request([vendor.archive], {
          include: ['hello'],
          pins: [{ packages, origin: '127.0.0.1', priority }],
        }),
      );
    expect(await pinned(100)).toContain('hello 1:2.0-1 debian');
    expect(await pinned(600)).toContain(`hello 1:3.0-0other1 ${vendor.archive.url}`);
    expect(await pinned(-1, ['hello'])).toContain('hello 1:2.0-1 debian');
  });

  test('may be one of several, also of the same suite', async () => {
    const [one, two] = [
      await other({ isFlat: true }),
      await other({ isFlat: true, packages: onBoth('more', '1') }),
    ];
    const both = request([one.archive, two.archive], { include: ['tool', 'more'] });
    expect(await closure(both)).toEqual([...OF_BOTH(one), `more 1 ${two.archive.url}`].sort());
  });

  test('need not be for all architectures', async () => {
    const vendor = await other({ architectures: ['amd64'] });
    const one = request([vendor.archive], { include: ['hello'], architecture: 'arm64' });
    expect(await closure(one)).toContain('hello 1:2.0-1 debian');
  });

  test('signed by gpg is read', async () => {
    const vendor = await other({ isFlat: true });
    const home = join(folder, `gpg-${name()}`);
    mkdirSync(home, { mode: 0o700 });
    const gpg = (...args: string[]) =>
      spawnSync('gpg', ['--homedir', home, '--batch', '--yes', '--passphrase', '', ...args], {
        encoding: 'utf8',
      });
    if (gpg('--version').status !== 0) {
      process.stderr.write('not tried: there is no gpg\n');
      return;
    }
    gpg('--quick-generate-key', 'Other <other@example.org>', 'rsa2048', 'sign', 'never');
    const keyring = execFileSync('gpg', ['--homedir', home, '--export']).toString('base64');
    const release = join(vendor.directory, 'Release');
    gpg('--clearsign', '--output', join(vendor.directory, 'InRelease'), release);

    expect(await closure(request([{ ...vendor.archive, keyring }]))).toEqual(OF_BOTH(vendor));
    await expect(lock([request([vendor.archive])])).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNER',
    });
  });
});

describe('an archive that is not as it should be', () => {
  test('is trusted by its own key alone, and that for itself alone', async () => {
    const vendor = await other({ keys: [debian.key] });
    const stranger = await other();
    // The key of the other Debian is trusted for Debian by the environment.
    const keyring = stranger.key.publicKey;
    await expect(lock([request([{ ...vendor.archive, keyring }])])).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNER',
      details: { fix: expect.stringContaining('in the app') },
    });
    await expect(
      lock([request([{ ...vendor.archive, keyring: debian.key.publicKey }])], {
        environment: { keyrings: [] },
      }),
    ).rejects.toMatchObject({ code: 'E_DEBIAN_SIGNER' });
    await expect(
      lock([request([{ ...vendor.archive, keyring: 'bm8ga2V5' }])]),
    ).rejects.toMatchObject({ code: 'E_DEBIAN_ARCHIVE' });
  });

  test.each<[string, Partial<OtherSpec>, Partial<OtherArchive>, string]>([
    ['altered', { signature: 'altered' }, {}, 'E_DEBIAN_SIGNATURE'],
    ['unsigned', { signature: 'missing' }, {}, 'E_DEBIAN_SIGNATURE'],
    ['of another suite', {}, { suite: 'testing' }, 'E_DEBIAN_SUITE_UNKNOWN'],
    ['flat, which it is not', {}, { suite: './', components: [] }, 'E_DEBIAN_SUITE_UNKNOWN'],
    ['without the component', {}, { components: ['contrib'] }, 'E_DEBIAN_INDEX_UNKNOWN'],
    ['called otherwise', { release: { Suite: 'a', Codename: 'b' } }, {}, 'E_DEBIAN_RELEASE_SUITE'],
    ['over', { validUntil: new Date('2026-01-08T00:00:00Z') }, {}, 'E_DEBIAN_ARCHIVE_EXPIRED'],
  ])('is refused where it is %s', async (_what, spec, change, code) => {
    const vendor = await other(spec);
    await expect(lock([request([{ ...vendor.archive, ...change }])])).rejects.toMatchObject({
      code,
    });
  });

  test('and has moved on is read as it was locked, or refused', async () => {
    const vendor = await other();
    const first = request([vendor.archive], { include: ['hello'] });
    const cache = name();
    const previous = await lock([first], { cache });
    await vendor.publish([...PACKAGES, ...onBoth('tool', '2.0', { Depends: 'hello' })]);
    const more = [first, request([vendor.archive])];

    const locked = await lock(more, { cache, previous });
    expect(
      DEBIAN.section.find(sectionOf(locked, DEBIAN), request([vendor.archive])),
    ).toContainEqual(expect.objectContaining({ name: 'tool', version: '1.0' }));
    await expect(lock(more, { previous })).rejects.toMatchObject({
      code: 'E_DEBIAN_RELEASE_CHANGED',
      details: { fix: expect.stringContaining('newer snapshot') },
    });
  });
});

describe('an archive that asks who reads it', () => {
  const LOGIN = 'somebody:s3cr3t';
  const header = `Basic ${Buffer.from(LOGIN).toString('base64')}`;
  const loginOf = ({ host }: ServedOther): Partial<Environment> => ({
    logins: [{ protocol: 'http', host, path: '', place: 'auth.conf', header }],
  });

  test('is read with a login of the machine, of which nothing is in the lock', async () => {
    const vendor = await other({ login: LOGIN });
    const one = request([vendor.archive]);
    const locked = await lock([one], { environment: loginOf(vendor) });

    expect(DEBIAN.section.find(sectionOf(locked, DEBIAN), one)).toHaveLength(3);
    const text = formatLock(locked);
    for (const word of ['s3cr3t', 'somebody', header.slice(6)]) expect(text).not.toContain(word);
    expect(new Set(vendor.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([header]),
    );
  });

  test('is read with a secret that is named for its host', async () => {
    const vendor = await other({ login: LOGIN });
    const secret = parseSecretSource(`id=HTTP_AUTH_HEADER.${vendor.host},env=HEADER`, {
      by: 'a test',
      folder,
      env: { HEADER: header },
      fail: (message) => new Error(message) as never,
    });
    const environment = { secrets: [secret] };
    expect(await closure(request([vendor.archive]), { environment })).toEqual(OF_BOTH(vendor));
  });

  test('is not told who asks where the app does not say so', async () => {
    const vendor = await other({ login: LOGIN });
    const { login: _, ...archive } = vendor.archive;
    await expect(
      lock([request([archive])], { environment: loginOf(vendor) }),
    ).rejects.toMatchObject({
      code: 'E_DEBIAN_LOGIN',
      details: { fix: 'set login: true for the archive in the app' },
    });
    expect(vendor.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test.each<[string, Partial<Environment>, string]>([
    ['nobody', {}, 'no login for it on this machine'],
    [
      'somebody else',
      { logins: [{ protocol: 'http', host: '', path: '', place: 'x', header: 'Basic eDp5' }] },
      'status 401',
    ],
  ])('refuses %s, with the place for a login', async (_who, environment, got) => {
    const vendor = await other({ login: LOGIN });
    const logins = environment.logins?.map((login) => ({ ...login, host: vendor.host }));
    await expect(
      lock([request([vendor.archive])], { environment: logins === undefined ? {} : { logins } }),
    ).rejects.toMatchObject({
      code: 'E_DEBIAN_LOGIN',
      details: {
        got: expect.stringContaining(got),
        expected: expect.stringContaining(`machine http://${vendor.host} login`),
      },
    });
  });
});

const apt = aptOfTrixie();
if (typeof apt === 'string') process.stderr.write(`skipped: other archives against apt: ${apt}\n`);

(typeof apt === 'string' ? test.skip : test)(
  'the packages are those that apt-get of trixie takes of the same sources',
  async () => {
    const program = typeof apt === 'string' ? apt : apt.program;
    for (const isFlat of [false, true]) {
      const vendor = await other({ isFlat });
      const where = isFlat ? './' : 'stable main';
      const system = new AptSystem(join(folder, name()), program, 'amd64', [
        {
          suite: 'trixie',
          packages: '',
          source: `deb [trusted=yes] file:${debian.archive.directory} trixie main`,
        },
        {
          suite: 'updates',
          packages: '',
          source: `deb [trusted=yes] file:${debian.archive.directory} trixie-updates main`,
        },
        {
          suite: 'other',
          packages: '',
          source: `deb [trusted=yes] file:${vendor.directory} ${where}`,
        },
      ]);
      const answer = await system.install(['tool', 'bash'], false);
      if ('error' in answer) throw new Error(answer.error);
      const found = await closure(request([vendor.archive], { include: ['tool', 'bash'] }));

      expect(found.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
        answer.installed.map((one) => `${one} ${answer.versions.get(one)}`),
      );
    }
  },
  60_000,
);

test('what an app asks for is read out of its manifest as it was', async () => {
  const vendor = await other({ login: 'a:b' });
  const one = request([vendor.archive]);
  const { SchemaReader } = await import('../../../lib/json');
  const schema = new SchemaReader('E_ASSEMBLY_FORMAT', 'manifest.json');
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify(one));
  expect(DEBIAN.readRequest(JSON.parse(readFileSync(file, 'utf8')), 'request', schema)).toEqual(
    one,
  );
});
