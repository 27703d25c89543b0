import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../lib/environment';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import type { DebianRequest } from '../../../lib/inputs/debian/request';
import type { DebianSection } from '../../../lib/inputs/debian/section';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
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
  type SuiteSpecs,
  serveDebian,
} from '../../support/served-debian';
import { makeSigningKey } from '../../support/signing-key';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('lock-failures');
const name = () => randomBytes(4).toString('hex');
let sound: ServedDebian;

beforeAll(async () => {
  sound = await serveDebian(join(folder, 'sound'));
});
afterAll(() => sound.server.close());

interface Run {
  readonly previous?: LockFile;
  readonly signal?: AbortSignal;
  readonly environment?: Environment;
}

function lock(debian: ServedDebian, requests: DebianRequest[], run: Run = {}): Promise<LockFile> {
  return resolveLock(asked(DEBIAN, ...requests), run.previous ?? EMPTY_LOCK, {
    environment: run.environment ?? mirrorEnvironment(debian, join(folder, name())),
    patience: PATIENCE,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  });
}

/** The archives of a lock. */
const archivesOf = (locked: LockFile): DebianSection => sectionOf(locked, DEBIAN);

/** Locks with an archive that has something wrong in it. */
async function lockUnsound(
  specs: SuiteSpecs,
  request: DebianRequest = debianRequest(),
): Promise<LockFile> {
  const packages = onBoth('hello', '1');
  const trixie = { packages, ...specs.trixie };
  const debian = await serveDebian(join(folder, name()), { ...specs, trixie });
  try {
    return await lock(debian, [request]);
  } finally {
    await debian.server.close();
  }
}

describe('resolveLock and signatures', () => {
  it('fails where Release was changed after it was signed', async () => {
    await expect(lockUnsound({ trixie: { signature: 'altered' } })).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNATURE',
      message: expect.stringContaining('/debian/dists/trixie/InRelease'),
      details: { constructPath: 'app/0', source: { file: 'app.ts', line: 0 } },
    });
  });

  it('fails where a key signed that nobody trusts', async () => {
    await expect(lockUnsound({ trixie: { signature: 'other-key' } })).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNER',
      details: { fix: expect.stringContaining('synth.environment.json') },
    });
  });

  it('fails where there is no signature', async () => {
    await expect(lockUnsound({ 'trixie-updates': { signature: 'missing' } })).rejects.toMatchObject(
      {
        code: 'E_DEBIAN_SIGNATURE',
        details: { got: 'neither InRelease nor Release.gpg' },
      },
    );
  });

  it('fails without the keyring of an archive of one’s own', async () => {
    const environment = { ...mirrorEnvironment(sound, join(folder, name())), keyrings: [] };
    await expect(lock(sound, [debianRequest()], { environment })).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNER',
    });
  });

  it('accepts a detached signature, also one that arrives late', async () => {
    const specs: SuiteSpecs = { trixie: { signature: 'detached-only' } };
    const debian = await serveDebian(join(folder, name()), specs);
    try {
      debian.server.setFault('/trixie/Release', { alter: true }, 1);
      const locked = await lock(debian, [debianRequest()]);
      expect(archivesOf(locked)[`trixie@${SNAPSHOT}`]?.releases.trixie?.signers).toEqual([
        debian.key.fingerprint,
      ]);
      debian.server.setFault('/trixie/Release', { alter: true });
      await expect(lock(debian, [debianRequest()])).rejects.toMatchObject({
        code: 'E_DEBIAN_SIGNATURE',
      });
    } finally {
      await debian.server.close();
    }
  });

  it('names all keys that signed', async () => {
    const keys = [await makeSigningKey(), await makeSigningKey({ type: 'rsa' })];
    const debian = await serveDebian(join(folder, name()));
    const twice = await serveDebian(join(folder, name()), {
      trixie: { keys: [debian.key, ...keys] },
      'trixie-updates': { keys: [debian.key] },
      'trixie-security': { keys: [debian.key] },
    });
    try {
      const locked = await lock({ ...twice, keyring: debian.keyring }, [debianRequest()]);
      expect(archivesOf(locked)[`trixie@${SNAPSHOT}`]?.releases.trixie?.signers).toEqual([
        debian.key.fingerprint,
      ]);
    } finally {
      await Promise.all([debian.server.close(), twice.server.close()]);
    }
  });

  it('rejects the signed Release of another suite', async () => {
    const release = { Codename: 'bookworm', Suite: 'oldstable' };
    await expect(lockUnsound({ trixie: { release } })).rejects.toMatchObject({
      code: 'E_DEBIAN_RELEASE_SUITE',
      details: { got: '"bookworm" (oldstable)', expected: '"trixie"' },
    });
  });
});

describe('resolveLock and what servers send', () => {
  const index = /trixie\/main\/binary-amd64\//;
  const byHash = /trixie\/main\/binary-amd64\/by-hash\//;
  afterEach(() => sound.server.setFault(index, undefined));

  it('fails where an index has other bytes than Release says', async () => {
    sound.server.setFault(index, { alter: true });
    await expect(lock(sound, [debianRequest()])).rejects.toMatchObject({
      code: 'E_HTTP_HASH',
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/debian\/dists\/trixie\/main\//),
      details: {
        got: expect.stringMatching(/^sha256 [0-9a-f]{64}$/),
        expected: expect.stringMatching(/^sha256 [0-9a-f]{64}$/),
      },
    });
  });

  it('fails where an index is cut short', async () => {
    sound.server.setFault(index, { truncateAt: 20 });
    await expect(lock(sound, [debianRequest()])).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      details: { got: '20 bytes' },
    });
  });

  it('fails where a page of a network login comes instead', async () => {
    sound.server.setFault('/InRelease', { html: true });
    try {
      await expect(lock(sound, [debianRequest()])).rejects.toMatchObject({
        code: 'E_DEBIAN_SIGNATURE',
      });
    } finally {
      sound.server.setFault('/InRelease', undefined);
    }
  });

  it('tries again after a broken connection and a busy server, but not for ever', async () => {
    sound.server.setFault(index, { resetAt: 20 }, 2);
    expect(Object.keys(archivesOf(await lock(sound, [debianRequest()])))).toHaveLength(1);
    sound.server.setFault(index, { status: 503 }, 2);
    expect(Object.keys(archivesOf(await lock(sound, [debianRequest()])))).toHaveLength(1);

    sound.server.setFault(index, { resetAt: 20 });
    const before = sound.server.count(index);
    await expect(lock(sound, [debianRequest()])).rejects.toMatchObject({
      code: expect.stringMatching(/^E_HTTP_/),
    });
    // By its hash, and by its name.
    expect(sound.server.count(index) - before).toBe(2 * (PATIENCE.attempts ?? 0));
  });

  it('takes the index from its plain path where it is not found by its hash', async () => {
    sound.server.setFault(byHash, { status: 404 });
    try {
      expect(Object.keys(archivesOf(await lock(sound, [debianRequest()])))).toHaveLength(1);
    } finally {
      sound.server.setFault(byHash, undefined);
    }
  });

  it('fails where the mirror is down, naming it', async () => {
    const closed = `http://127.0.0.1:${await freePort()}`;
    const environment: Environment = {
      ...mirrorEnvironment(sound, join(folder, name())),
      mirrors: { debian: [`${closed}/debian`], 'debian-security': [`${closed}/security`] },
    };
    await expect(lock(sound, [debianRequest()], { environment })).rejects.toMatchObject({
      code: 'E_HTTP_UNREACHABLE',
      message: expect.stringContaining(closed),
      details: { got: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('stops at once when it is aborted', async () => {
    sound.server.setFault(index, { stall: true });
    const controller = new AbortController();
    const cacheFolder = join(folder, name());
    const environment = mirrorEnvironment(sound, cacheFolder);
    const work = lock(sound, [debianRequest()], { signal: controller.signal, environment });
    const reason = new Error('interrupted');
    setTimeout(() => controller.abort(reason), 200);

    await expect(work).rejects.toBe(reason);

    const left = () =>
      existsSync(cacheFolder) ? filesBelow(cacheFolder).filter((f) => f.endsWith('.tmp')) : [];
    // What is being written when it stops is written to its end.
    for (let tries = 0; tries < 50 && left().length > 0; tries++) await delay(100);
    expect(left()).toEqual([]);
  });
});

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' });
}

describe('resolveLock and requests that cannot be met', () => {
  const security = /trixie-security/;
  const index = /trixie\/main\/binary-amd64\//;
  afterEach(() => {
    sound.server.setFault(security, undefined);
    sound.server.setFault(index, undefined);
  });

  it('fails for an unknown suite, with the one that may have been meant', async () => {
    await expect(lock(sound, [debianRequest({ suite: 'trixe' })])).rejects.toMatchObject({
      code: 'E_DEBIAN_SUITE_UNKNOWN',
      message: `suite "trixe" does not exist in archive debian at ${SNAPSHOT}`,
      details: { fix: 'did you mean "trixie"?', constructPath: 'app/0' },
    });
  });

  it('fails where a release lacks its security updates', async () => {
    sound.server.setFault(security, { status: 404 });
    await expect(lock(sound, [debianRequest()])).rejects.toMatchObject({
      code: 'E_DEBIAN_SUITE_UNKNOWN',
      message: expect.stringContaining('"trixie-security"'),
    });
  });

  it('reports the errors of all requests together, each with its construct', async () => {
    const requests = [
      debianRequest({ include: ['helo'] }),
      debianRequest({ include: ['bash'] }),
      debianRequest({ include: ['curl', 'hello'] }),
      debianRequest({ suite: 'nowhere' }),
    ];
    await expect(lock(sound, requests)).rejects.toMatchObject({
      errors: [
        {
          code: 'E_DEBIAN_PACKAGE_UNKNOWN',
          message: 'package "helo" does not exist in the suite',
          details: { constructPath: 'app/0', source: { line: 0 }, fix: 'did you mean "hello"?' },
        },
        {
          message: 'package "curl" does not exist in the suite',
          details: { constructPath: 'app/2' },
        },
        { code: 'E_DEBIAN_SUITE_UNKNOWN', details: { constructPath: 'app/3' } },
      ],
    });
  });

  it('reports once what several requests fail on', async () => {
    sound.server.setFault(index, { status: 404 });
    const requests = [debianRequest(), debianRequest({ include: ['bash'] })];
    const error = await lock(sound, requests).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'E_HTTP_STATUS', details: { constructPath: 'app/0' } });
    expect(error).not.toHaveProperty('errors');
  });

  it.each([
    ['component', { components: ['contrib'] }, 'component "contrib"', 'main'],
    ['architecture', { architecture: 's390x' }, 'architecture "s390x"', 'all, amd64, arm64'],
  ])('fails for an unknown %s', async (_, change, got, expected) => {
    await expect(lock(sound, [debianRequest(change)])).rejects.toMatchObject({
      code: 'E_DEBIAN_INDEX_UNKNOWN',
      details: { got, expected },
    });
  });

  it.each(['2026-01-10', '20260230T000000Z', '21260101T000000Z'])(
    'rejects the snapshot %s',
    async (snapshot) => {
      await expect(lock(sound, [debianRequest({ snapshot })])).rejects.toMatchObject({
        code: 'E_DEBIAN_SNAPSHOT_DATE',
        details: { got: `"${snapshot}"` },
      });
    },
  );

  it('fails where a mirror is newer than the snapshot', async () => {
    const specs: SuiteSpecs = { 'trixie-security': { date: new Date('2026-01-10T00:00:01Z') } };
    await expect(lockUnsound(specs)).rejects.toMatchObject({
      code: 'E_DEBIAN_MIRROR_NEWER',
      details: {
        got: 'a Release of 20260110T000001Z',
        fix: expect.stringContaining('"20260110T000001Z" or later'),
      },
    });
  });

  it('fails where a mirror had stood still at the date of the snapshot', async () => {
    const specs: SuiteSpecs = {
      'trixie-updates': { validUntil: new Date('2026-01-08T00:00:00Z') },
    };
    await expect(lockUnsound(specs)).rejects.toMatchObject({ code: 'E_DEBIAN_MIRROR_STALE' });
  });

  it('takes a mirror whose Release has expired since, but not at the date', async () => {
    const specs: SuiteSpecs = {
      'trixie-updates': { validUntil: new Date('2026-01-11T00:00:00Z') },
    };
    expect(Object.keys(archivesOf(await lockUnsound(specs)))).toHaveLength(1);
  });
});

describe('resolveLock on a locked archive whose mirror has moved on', () => {
  const more = debianRequest({ include: ['bash'] });
  const moved: SuiteSpecs = {
    'trixie-updates': {
      date: new Date('2026-01-05T00:00:00Z'),
      packages: onBoth('libc6', '2.41-3', { 'Multi-Arch': 'same' }),
    },
  };

  it('refuses to mix two states of the archive, and names the way out', async () => {
    const previous = await lock(sound, [debianRequest()]);
    const debian = await serveDebian(join(folder, name()), moved);
    try {
      const environment = {
        ...mirrorEnvironment(debian, join(folder, name())),
        keyrings: [sound.keyring, debian.keyring],
      };
      await expect(
        lock(debian, [debianRequest(), more], { previous, environment }),
      ).rejects.toMatchObject({
        code: 'E_DEBIAN_RELEASE_CHANGED',
        message: expect.stringContaining('suite "trixie-updates"'),
        details: {
          got: expect.stringContaining('of 20260105T000000Z'),
          expected: expect.stringContaining('of 20260101T000000Z'),
          fix: expect.stringContaining('"20260105T000000Z" or later'),
          constructPath: 'app/1',
        },
      });
    } finally {
      await debian.server.close();
    }
  });

  it('goes on with the locked state where that is in the cache', async () => {
    const cacheFolder = join(folder, name());
    const previous = await lock(sound, [debianRequest()], {
      environment: mirrorEnvironment(sound, cacheFolder),
    });
    const debian = await serveDebian(join(folder, name()), moved);
    try {
      const environment = mirrorEnvironment(debian, cacheFolder);
      const keyrings = [sound.keyring, debian.keyring];
      const next = await lock(debian, [debianRequest(), more], {
        previous,
        environment: { ...environment, keyrings },
      });
      const key = `trixie@${SNAPSHOT}`;
      expect(archivesOf(next)[key]?.releases).toEqual(archivesOf(previous)[key]?.releases);
      expect(Object.keys(archivesOf(next)[key]?.packages.amd64 ?? {})).toContain('bash');

      const arm = debianRequest({ architecture: 'arm64' });
      await expect(
        lock(debian, [arm], { previous, environment: { ...environment, keyrings } }),
      ).rejects.toMatchObject({ code: 'E_DEBIAN_RELEASE_CHANGED' });
    } finally {
      await debian.server.close();
    }
  });
});
