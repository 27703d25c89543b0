import { join } from 'node:path';
import { type Assembly, readAssembly } from '../../../lib/assembly/assembly-reader';
import type { BuildOutput } from '../../../lib/build/plan/output';
import { type PlanOptions, planBuilds } from '../../../lib/build/plan/plan-builds';
import { loadEnvironment, type Mirrors } from '../../../lib/environment';
import { BuildError } from '../../../lib/errors';
import { L1_PROJECT } from '../../cli/l1-app';
import { InstalledPackage } from '../../support/installed-package';
import { temporaryFolder } from '../../support/temporary-folder';

const URL = 'https://snapshot.debian.org/archive/debian/20261101T000000Z/pool/x.deb';
const names = ['registry.example.org/me/hello', 'registry.example.com/hello'];

const installed = new InstalledPackage();
const project = installed.project(L1_PROJECT);
const home = temporaryFolder('home');

/** What the app writes, with the images given. */
async function assembly(images: string, published: readonly string[] = names): Promise<Assembly> {
  const out = `out-${images}-${published.length}`;
  const { code, stderr } = await installed.synth(project, ['--out', out], {
    env: {
      TEST_IMAGES: images,
      TEST_NAMES: published.join(','),
      TEST_URL: URL,
      TEST_PATH: 'pool/x.deb',
      TEST_SIZE: '7',
      TEST_SHA256: 'a'.repeat(64),
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readAssembly(join(project, out));
}

const environment = (mirrors: Mirrors = {}) =>
  loadEnvironment({ folder: home, env: { HOME: home }, mirrors });
const plan = (of: Assembly, options: PlanOptions = {}) =>
  planBuilds(of, { environment: environment(), cwd: project, ...options });

function errorsOf(run: () => unknown): [string, string][] {
  try {
    run();
  } catch (error) {
    if (BuildError.is(error)) return error.all.map(({ code, message }) => [code, message]);
    throw error;
  }
  return [];
}

test('says what is built, for what, and under which names', async () => {
  const { images, noCache, outputs } = plan(await assembly('hello,other'), {
    images: ['other', 'hello'],
    platforms: ['linux/arm64'],
    push: true,
  });

  expect({ noCache, outputs }).toEqual({
    noCache: false,
    outputs: [{ type: 'image', push: true }],
  });
  expect(images.map(({ name }) => name)).toEqual(['other', 'hello']);
  expect(images[1]?.references).toEqual([
    'registry.example.org/me/hello:one',
    'registry.example.org/me/hello:two',
    'registry.example.com/hello:one',
    'registry.example.com/hello:two',
  ]);
  expect(images.flatMap(({ platforms }) => platforms.map(({ platform }) => platform))).toEqual([
    'linux/arm64',
    'linux/arm64',
  ]);
});

test('has the definition of each platform, which goes by its digest', async () => {
  const [image] = plan(await assembly('hello')).images;

  expect(image?.platforms).toHaveLength(2);
  for (const { config, definition, digest, platform } of image?.platforms ?? []) {
    expect(definition.digest).toBe(digest);
    const { architecture, os } = JSON.parse(Buffer.from(config).toString('utf8'));
    expect(`${os}/${architecture}`).toBe(platform);
  }
});

test('lists what is fetched and sent, and where it comes from', async () => {
  const of = await assembly('folder,fetched,unpacked');
  const from = (mirrors?: Mirrors) =>
    plan(of, { environment: environment(mirrors), platforms: ['linux/amd64'] }).images.map(
      ({ platforms }) => platforms.map(({ inputs }) => inputs),
    );

  expect(from()).toEqual([
    [[{ identifier: 'local://files', from: join(project, 'files') }]],
    [[{ identifier: URL, from: URL }]],
    [[{ identifier: 'local://unpacker', from: URL }]],
  ]);
  const mirrored = 'http://mirror.example.org/debian/pool/x.deb';
  expect(from({ debian: ['http://mirror.example.org/debian'] })[1]).toEqual([
    [{ identifier: URL, from: mirrored }],
  ]);
});

test('tells every wrong name at once', async () => {
  const of = await assembly('hello');

  expect(
    errorsOf(() => plan(of, { images: ['helo', 'hello'], platforms: ['linux/riscv64', 'arm64'] })),
  ).toEqual([
    ['E_IMAGE_UNKNOWN', 'image "helo" is not part of the app'],
    ['E_PLATFORM_UNKNOWN', 'image "hello" is not made for linux/riscv64'],
    ['E_PLATFORM_UNKNOWN', 'image "hello" is not made for arm64'],
  ]);
});

test('refuses to push an image that has no name', async () => {
  const of = await assembly('hello,other', []);

  expect(errorsOf(() => plan(of, { push: true })).map(([code]) => code)).toEqual([
    'E_PUBLISH_MISSING',
    'E_PUBLISH_MISSING',
  ]);
  expect(plan(of).images[0]?.references).toEqual([
    'docker.io/library/hello:one',
    'docker.io/library/hello:two',
  ]);
});

test('refuses an assembly whose lock misses an answer', async () => {
  const of = await assembly('hello');
  const asked = { kind: 'git', key: 'x', says: 'a ref', constructPath: 'source', request: {} };
  const unlocked = { ...of, manifest: { ...of.manifest, missing: [asked] } };

  expect(errorsOf(() => plan(unlocked))).toEqual([
    ['E_LOCK_MISSING', 'source: a ref is not locked'],
  ]);
});

test('refuses outputs that cannot hold what is built, all at once', async () => {
  const of = await assembly('hello,other');
  const outputs: BuildOutput[] = [
    { type: 'oci', dest: 'x.tar' },
    { type: 'docker', dest: join(project, 'x.tar') },
  ];

  expect(errorsOf(() => plan(of, { outputs }))).toEqual([
    ['E_BUILD_OUTPUT', 'output "type=oci" would write 2 images to one place'],
    ['E_BUILD_OUTPUT', 'output "type=docker" would write 2 images to one place'],
    ['E_BUILD_OUTPUT', 'output "type=docker" holds one platform'],
    ['E_BUILD_OUTPUT', `two outputs are written to "${join(project, 'x.tar')}"`],
  ]);
  expect(
    errorsOf(() =>
      plan(of, { images: ['hello'], platforms: ['linux/amd64'], outputs: outputs.slice(1) }),
    ),
  ).toEqual([]);
});

test('does not change when the app writes another assembly', async () => {
  const of = await assembly('hello');
  const before = plan(of).images[0]?.platforms[0];

  await installed.synth(project, ['--out', 'out-hello-2'], { env: { TEST_TEXT: 'changed' } });

  const after = plan(readAssembly(of.folder)).images[0]?.platforms[0];
  expect(after?.digest).not.toBe(before?.digest);
  expect(before?.definition.digest).toBe(before?.digest);
});
