import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Construct, DebianBase, RuntimeImage } from '../../../constructs';
import { formatLock } from '../../../lib/lock/format-lock';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { errorsOf } from '../../support/lowered';
import { madeUpLock, oneArchive, withDebian } from '../../support/made-up-lock';

const folder = mkdtempSync(join(tmpdir(), 'app-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function definitions(app: App, lock = madeUpLock(app)): Map<string, string> {
  return new Map(
    app
      .assemble(lock)
      .images.flatMap(({ name, platforms }) =>
        platforms.map(({ definition, platform }) => [
          `${name} ${platform}`,
          Buffer.from(definition.toBytes()).toString('hex'),
        ]),
      ),
  );
}

describe('an app', () => {
  test('becomes a definition and a config for each platform of each image', () => {
    const app = helloApp();

    const { images } = app.assemble(madeUpLock(app));

    expect(images.map(({ name }) => name)).toEqual(['hello']);
    expect(images[0]?.platforms.map(({ platform }) => platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    expect(JSON.parse(images[0]?.platforms[1]?.config ?? '')).toMatchObject({
      architecture: 'arm64',
      config: { User: '65532:65532', Entrypoint: ['/boot/bin/hello'] },
      created: '2026-11-01T00:00:00Z',
    });
  });

  test('takes no construct more once it was lowered, and can be lowered again', () => {
    const app = helloApp();
    const lock = madeUpLock(app);

    expect(() => new Construct(app, 'late')).toThrow(/Cannot add children/);
    expect(definitions(app, lock)).toEqual(definitions(app, lock));
  });

  test('gives the same bytes each time', () => {
    expect(definitions(helloApp())).toEqual(definitions(helloApp()));
  });

  test('gives the same digests whatever its constructs are called', () => {
    const app = helloApp();
    const renamed = helloApp({ ids: { source: 'a', stage: 'b', image: 'c' } });

    const digests = (of: App) =>
      of
        .assemble(madeUpLock(of))
        .images.flatMap(({ platforms }) => platforms.map((p) => p.definition.digest));

    expect(digests(renamed)).toEqual(digests(app));
  });

  test('asks the lock for what its images need, each thing once', () => {
    const { requests } = helloApp().assemble(EMPTY_LOCK);

    expect(requests.map(({ key, kind }) => `${kind} ${key}`)).toEqual([
      'debian trixie@20261101T000000Z base-files libc6 (main) amd64',
      'debian trixie@20261101T000000Z base-files libc6 (main) arm64',
      'debian trixie@20261101T000000Z busybox-static (main) amd64',
      'debian trixie@20261101T000000Z minbase (main) amd64',
      'debian trixie@20261101T000000Z minbase gcc libc6-dev make (main) amd64',
      'debian trixie@20261101T000000Z minbase gcc-aarch64-linux-gnu libc6-dev-arm64-cross make (main) amd64',
      'debian trixie@20261101T000000Z minbase make (main) amd64',
      'git https://git.example.org/hello.git#refs/tags/v1.0.0',
    ]);
  });

  test('lowers nothing while the lock misses an answer, and says who asks for what', () => {
    const app = helloApp();
    const lock = madeUpLock(app);

    const { images, missing } = app.assemble({ sections: { ...lock.sections, git: {} } });

    expect(images).toMatchObject([
      { name: 'hello', platformNames: ['linux/amd64', 'linux/arm64'], platforms: [] },
    ]);
    expect(missing).toEqual([
      {
        kind: 'git',
        key: 'https://git.example.org/hello.git#refs/tags/v1.0.0',
        says: '"refs/tags/v1.0.0" of https://git.example.org/hello.git',
        constructPath: 'source',
        source: expect.objectContaining({ file: 'test/support/hello-app.ts' }),
        request: { url: 'https://git.example.org/hello.git', ref: 'refs/tags/v1.0.0' },
      },
    ]);
  });

  test('notices each single entry that is taken out of the lock', () => {
    const app = helloApp();
    const lock = madeUpLock(app);
    const { archive, key: archiveKey } = oneArchive(lock);
    const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
      Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

    const locks = [
      ...Object.keys(archive.sets).map((key) => ({ ...archive, sets: without(archive.sets, key) })),
      ...Object.keys(archive.releases).map((key) => ({
        ...archive,
        releases: without(archive.releases, key),
      })),
      ...Object.entries(archive.packages).flatMap(([architecture, packages]) =>
        Object.keys(packages).map((name) => ({
          ...archive,
          packages: { ...archive.packages, [architecture]: without(packages, name) },
        })),
      ),
    ].map((broken) => withDebian(lock, { [archiveKey]: broken }));

    expect(locks.length).toBeGreaterThan(20);
    for (const broken of locks) {
      expect(app.assemble(broken).missing.length).toBeGreaterThan(0);
    }
  });

  test('fails where a lock has other versions for one platform of an image', () => {
    const app = helloApp();
    const lock = madeUpLock(app);
    const { archive, key: archiveKey } = oneArchive(lock);
    const { libc6, mawk, ...others } = archive.packages.arm64 ?? {};
    const baseFiles = archive.packages.amd64?.['base-files'];
    if (!libc6 || !mawk || !baseFiles) throw new Error('the lock has no archive with them');
    const relock = (arm64: typeof others) =>
      withDebian(lock, {
        [archiveKey]: {
          ...archive,
          packages: { ...archive.packages, arm64: { ...others, libc6, mawk, ...arm64 } },
        },
      });

    const errors = errorsOf(() =>
      app.assemble(
        relock({
          'base-files': { ...libc6, version: '1.0-0' },
          libc6: { ...libc6, version: '1.0-2' },
        }),
      ),
    );

    expect(errors.map(({ code, details, message }) => [code, message, details.got])).toEqual([
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'hello: package "base-files" differs between platforms',
        `${baseFiles.version} on linux/amd64, 1.0-0 on linux/arm64`,
      ],
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'hello: package "libc6" differs between platforms',
        `${libc6.version} on linux/amd64, 1.0-2 on linux/arm64`,
      ],
    ]);
    expect(errors[0]?.details).toMatchObject({
      constructPath: 'hello',
      source: { file: 'test/support/hello-app.ts' },
    });
    // Neither a rebuild nor what is only locked for maintainer scripts makes a difference.
    const harmless = relock({
      libc6: { ...libc6, version: `${libc6.version}+b1` },
      mawk: { ...mawk, version: '9' },
    });
    expect(app.assemble(harmless).images).toHaveLength(1);
  });

  test('fails with all that is wrong at once, each with path, line and way out', () => {
    const app = new App();
    const debian = new DebianBase(app, 'debian', {
      suite: 'stable/main',
      snapshot: '20261301T000000Z',
    });
    new RuntimeImage(app, 'Hello', {
      base: debian.runtime(),
      entrypoint: ['hello'],
      platforms: ['linux/amd46'],
    });

    const errors = errorsOf(() => app.assemble(EMPTY_LOCK));

    expect(errors.map(({ code }) => code)).toEqual([
      'E_DEBIAN_SUITE_NAME',
      'E_DEBIAN_SNAPSHOT',
      'E_IMAGE_NAME',
      'E_PLATFORM',
      'E_ENTRYPOINT',
      'E_RUNTIME_CONTRACT',
    ]);
    for (const { details } of errors) {
      expect(details.constructPath).toMatch(/^(debian|Hello)$/);
      expect(details.source?.file).toBe('test/constructs/app/app.test.ts');
      expect(details.expected).toBeTruthy();
    }
  });

  test('fails when two images have one name, and names the other one', () => {
    const app = helloApp();
    const group = new Construct(app, 'group');
    const debian = new DebianBase(group, 'debian', {
      suite: 'trixie',
      snapshot: '20261101T000000Z',
    });
    new RuntimeImage(group, 'hello', {
      base: debian.runtime(),
      entrypoint: ['/bin/true'],
      waivers: { healthcheck: 'a test' },
      platforms: ['linux/amd64'],
    });

    const errors = errorsOf(() => app.assemble(EMPTY_LOCK));

    expect(errors.map(({ code, details }) => [code, details.constructPath])).toEqual([
      ['E_IMAGE_DUPLICATE', 'hello'],
    ]);
    expect(errors[0]?.details.got).toContain('group/hello');
  });

  test('fails with what node.addValidation() finds', () => {
    const app = helloApp();
    app.node.findChild('hello').node.addValidation({ validate: () => ['has no label'] });

    const errors = errorsOf(() => app.assemble(EMPTY_LOCK));

    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['E_CONSTRUCT_INVALID', 'hello: has no label'],
    ]);
  });
});

describe('App.synth', () => {
  const outdir = join(folder, 'synth.out');
  const lockFile = join(folder, 'synth.lock.json');
  const app = helloApp({ app: { outdir } });
  beforeAll(() => {
    process.env.SYNTH_LOCK = lockFile;
  });
  afterAll(() => {
    delete process.env.SYNTH_LOCK;
  });
  beforeEach(() => writeFileSync(lockFile, formatLock(madeUpLock(app))));

  test('writes the assembly, the same on a second run', () => {
    const read = () =>
      readdirSync(outdir).map((name) => [name, readFileSync(join(outdir, name), 'hex')]);

    app.synth();
    const first = read();
    app.synth();

    expect(first.map(([name]) => name)).toEqual([
      'hello.linux-amd64.config.json',
      'hello.linux-amd64.llb',
      'hello.linux-arm64.config.json',
      'hello.linux-arm64.llb',
      'manifest.json',
      'tree.json',
    ]);
    expect(read()).toEqual(first);
    expect(readdirSync(folder).sort()).toEqual(['synth.lock.json', 'synth.out']);
  });

  test('fails where the folder holds something else, and touches nothing of it', () => {
    const foreign = join(folder, 'sources');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'app.ts'), 'mine');

    const errors = errorsOf(() => helloApp({ app: { outdir: foreign } }).synth());

    expect(errors.map(({ code }) => code)).toEqual(['E_ASSEMBLY_FOLDER']);
    expect(readdirSync(foreign)).toEqual(['app.ts']);
    rmSync(foreign, { recursive: true });
  });

  test('fails when the lock misses an answer, once the requests are written', () => {
    writeFileSync(lockFile, formatLock(EMPTY_LOCK));

    const errors = errorsOf(() => app.synth());

    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['E_LOCK_MISSING']));
    expect(errors[0]?.details.fix).toContain('synth lock');
    expect(JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')).missing).toHaveLength(8);
  });
});
