import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../../../lib/errors';
import { IMAGE } from '../../../lib/inputs/image/kind';
import type { ImageRequest } from '../../../lib/inputs/image/request';
import type { ImageSection } from '../../../lib/inputs/image/section';
import { findOutdated } from '../../../lib/lock/find-outdated';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { updateLock } from '../../../lib/lock/update-lock';
import { asked } from '../../support/asked';
import {
  type FakeRegistry,
  type FakeRegistryOptions,
  startFakeRegistry,
} from '../../support/fake-registry';
import { freePort } from '../../support/loopback-server';
import { serveImage } from '../../support/served-image';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('image');
const closers: (() => unknown)[] = [];
const before = process.env.DOCKER_CONFIG;
beforeEach(() => login({}));
afterAll(async () => {
  if (before === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = before;
  await Promise.all(closers.map((close) => close()));
});

/** Logins as `docker login` keeps them, by host: `user:password`. */
function login(logins: Readonly<Record<string, string>>): void {
  const auths = Object.entries(logins).map(([host, text]) => [
    host,
    { auth: Buffer.from(text).toString('base64') },
  ]);
  process.env.DOCKER_CONFIG = mkdtempSync(join(folder, 'docker-'));
  const text = JSON.stringify({ auths: Object.fromEntries(auths) });
  writeFileSync(join(process.env.DOCKER_CONFIG, 'config.json'), text);
}

async function registryOf(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const registry = await startFakeRegistry(options);
  closers.push(registry.close);
  return registry;
}

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64', variant: 'v8' };

async function resolve(
  reference: string,
  platforms: readonly string[],
  previous: LockFile = EMPTY_LOCK,
): Promise<LockFile> {
  const requests: ImageRequest[] = platforms.map((platform) => ({ reference, platform }));
  const environment = { mirrors: {}, keyrings: [], proxies: {}, cacheFolder: folder } as never;
  return resolveLock(asked(IMAGE, ...requests), previous, { environment });
}

const section = (lock: LockFile): ImageSection => sectionOf(lock, IMAGE);

async function errorsOf(promise: Promise<unknown>): Promise<readonly BuildError[]> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (BuildError.is(error)) return error.all;
  throw error ?? new Error('nothing failed');
}

describe('an image', () => {
  test('is locked with its index, and for each platform its manifest and config', async () => {
    const registry = await registryOf();
    const config = {
      Env: ['PATH=/bin'],
      Cmd: null,
      User: '',
      Entrypoint: ['/tool'],
      Volumes: { '/b': {}, '/a': {} },
      ExposedPorts: {},
      Labels: { b: '2', a: '1' },
      OnBuild: ['RUN x'],
      Healthcheck: { Test: ['CMD', '/h'], Interval: 5, StartInterval: 1 },
    };
    const content = { created: '2026-01-02T03:04:05.678901234Z', config };
    const { index, manifests } = serveImage(registry, 'me/tool', '1', [
      { ...AMD64, content, layers: 3 },
      { ...ARM64, said: { os: 'linux', architecture: 'arm64' } },
    ]);
    const reference = `${registry.host}/me/tool:1`;

    const lock = await resolve(reference, ['linux/amd64', 'linux/arm64']);

    expect(section(lock)).toEqual({
      [reference]: {
        digest: index,
        platforms: {
          'linux/amd64': {
            manifest: manifests[0],
            layers: 3,
            created: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
            config: {
              Env: ['PATH=/bin'],
              Entrypoint: ['/tool'],
              Volumes: { '/a': {}, '/b': {} },
              Labels: { a: '1', b: '2' },
              Healthcheck: { Test: ['CMD', '/h'], Interval: 5 },
            },
          },
          'linux/arm64': { manifest: manifests[1], layers: 1, created: 0, config: {} },
        },
      },
    });
    expect(
      Object.keys(section(lock)[reference]?.platforms['linux/amd64']?.config.Labels ?? {}),
    ).toEqual(['a', 'b']);
    // One index, and of each platform a manifest and a config.
    expect(registry.requests).toHaveLength(5);
  });

  test('stays as it is locked when its tag moves, also for a platform that is added', async () => {
    const registry = await registryOf();
    const reference = `${registry.host}/me/tool:1`;
    const old = serveImage(registry, 'me/tool', '1', [AMD64, ARM64]);
    const first = await resolve(reference, ['linux/amd64']);
    const moved = serveImage(registry, 'me/tool', '1', [{ ...AMD64, layers: 2 }, ARM64]);
    expect(moved.index).not.toBe(old.index);

    const asBefore = await resolve(reference, ['linux/amd64'], first);
    const both = await resolve(reference, ['linux/amd64', 'linux/arm64'], first);
    const dropped = await resolve(reference, ['linux/arm64'], both);
    const anew = await resolve(reference, ['linux/amd64']);

    expect(asBefore).toEqual(first);
    expect(section(both)[reference]?.digest).toBe(old.index);
    expect(section(both)[reference]?.platforms['linux/arm64']?.manifest).toBe(old.manifests[1]);
    expect(Object.keys(section(dropped)[reference]?.platforms ?? {})).toEqual(['linux/arm64']);
    expect(section(anew)[reference]?.digest).toBe(moved.index);
  });

  test('by digest is that of the digest, and one of a lone manifest its own platform', async () => {
    const registry = await registryOf();
    const { index, manifests } = serveImage(registry, 'me/tool', '1', [AMD64]);

    const byIndex = await resolve(`${registry.host}/me/tool@${index}`, ['linux/amd64']);
    const alone = `${registry.host}/me/tool:moved@${manifests[0]}`;
    const byManifest = await resolve(alone, ['linux/amd64']);

    expect(Object.values(section(byIndex))[0]?.digest).toBe(index);
    expect(Object.values(section(byManifest))[0]).toMatchObject({
      digest: manifests[0],
      platforms: { 'linux/amd64': { manifest: manifests[0] } },
    });
  });

  test('without a platform that is wanted fails for that one, and says which it has', async () => {
    const registry = await registryOf();
    serveImage(registry, 'me/tool', '1', [AMD64, { ...ARM64, architecture: 'arm', variant: 'v7' }]);

    const errors = await errorsOf(
      resolve(`${registry.host}/me/tool:1`, ['linux/amd64', 'linux/arm64', 'linux/s390x']),
    );

    expect(errors.map(({ code }) => code)).toEqual(['E_IMAGE_PLATFORM', 'E_IMAGE_PLATFORM']);
    expect(errors[0]).toMatchObject({
      message: `image ${registry.host}/me/tool:1 is not there for linux/arm64`,
      details: { constructPath: 'app/1', got: 'an image for linux/amd64, linux/arm/v7' },
    });
  });

  test('whose config is of another platform than its index says is refused', async () => {
    const registry = await registryOf();
    serveImage(registry, 'me/tool', '1', [{ ...ARM64, said: AMD64 }]);

    const [error] = await errorsOf(resolve(`${registry.host}/me/tool:1`, ['linux/arm64']));

    expect(error).toMatchObject({ code: 'E_IMAGE_PLATFORM' });
    expect(error?.details.got).toContain('linux/amd64');
  });
});

describe('an image whose tag moved', () => {
  test('is outdated, and moves with all its platforms; one by digest never is', async () => {
    const registry = await registryOf();
    const old = serveImage(registry, 'me/tool', '1', [AMD64]);
    const reference = `${registry.host}/me/tool:1`;
    const pinned = `${registry.host}/me/tool@${old.index}`;
    const requests = asked(
      IMAGE,
      { reference, platform: 'linux/amd64' },
      { reference: pinned, platform: 'linux/amd64' },
    );
    const environment = { mirrors: {}, keyrings: [], proxies: {}, cacheFolder: folder } as never;
    const lock = await resolveLock(requests, EMPTY_LOCK, { environment });
    const outdated = () => findOutdated(requests, lock, { snapshot: '' }, { environment });
    expect((await outdated()).outdated).toEqual([]);
    const now = serveImage(registry, 'me/tool', '1', [{ ...AMD64, layers: 2 }]);

    expect((await outdated()).outdated).toEqual([
      {
        ...{ kind: 'image', name: reference, locked: old.index, newest: now.index },
        ...{ by: 'update', constructPaths: ['app/0'] },
      },
    ]);
    const selection = { has: () => true, packages: new Set<string>(), snapshot: '' };
    const { lock: updated } = await updateLock(requests, lock, selection, { environment });
    const again = await resolveLock(requests, updated, { environment });
    expect(section(again)[reference]?.digest).toBe(now.index);
    expect(section(again)[pinned]).toEqual(section(lock)[pinned]);
  });
});

describe('a registry', () => {
  test.each(['basic', 'bearer'] as const)('with %s logins gets that of its host', async (auth) => {
    const registry = await registryOf({ auth });
    serveImage(registry, 'me/app', '1', [AMD64]);
    const reference = `${registry.host}/me/app:1`;

    const [refused] = await errorsOf(resolve(reference, ['linux/amd64']));
    login({ [registry.host]: 'me:pass', 'other.example': 'other:secret' });
    const lock = await resolve(reference, ['linux/amd64']);

    expect(refused).toMatchObject({ code: 'E_REGISTRY_AUTH', details: { constructPath: 'app/0' } });
    expect(Object.keys(section(lock))).toEqual([reference]);
    expect(JSON.stringify(lock)).not.toContain('pass');
  });

  test('that has no such image, other content, or no image, is told with who asks', async () => {
    const registry = await registryOf();
    const { index } = serveImage(registry, 'me/tool', '1', [AMD64]);
    registry.add(
      'me/tool',
      {
        config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: index },
        layers: [],
      },
      'application/vnd.oci.image.manifest.v1+json',
      'chart',
    );
    registry.add('me/tool', Buffer.from('<html>'), 'text/html', 'page');
    const codes = async (name: string) =>
      (await errorsOf(resolve(`${registry.host}/${name}`, ['linux/amd64']))).map(
        ({ code, details }) => `${code} ${details.constructPath}`,
      );

    expect(await codes('me/other:1')).toEqual(['E_REGISTRY app/0']);
    expect(await codes('me/tool:chart')).toEqual(['E_REGISTRY app/0']);
    expect(await codes('me/tool:page')).toEqual(['E_REGISTRY app/0']);
    registry.corrupt(index);
    expect(await codes(`me/tool@${index}`)).toEqual(['E_REGISTRY_DIGEST app/0']);
    const down = `127.0.0.1:${await freePort()}`;
    const [error] = await errorsOf(resolve(`${down}/x:1`, ['linux/amd64']));
    expect([error?.code, error?.message]).toEqual(['E_REGISTRY', expect.stringContaining(down)]);
  });

  test('that sends a config of another form is told with the place in it', async () => {
    const registry = await registryOf();
    serveImage(registry, 'me/tool', '1', [{ ...AMD64, content: { config: { Env: 'A=1' } } }]);

    const [error] = await errorsOf(resolve(`${registry.host}/me/tool:1`, ['linux/amd64']));

    expect(error).toMatchObject({ code: 'E_REGISTRY', details: { got: '"A=1"' } });
    expect(error?.message).toContain('config.Env');
  });
});
