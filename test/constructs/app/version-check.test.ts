import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { App, BaseImage, DebianBase, RuntimeImage } from '../../../constructs';
import { type BuildError, BuildErrors } from '../../../lib/errors';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import type { PackageSpec } from '../../support/debian-package';
import {
  mirrorEnvironment,
  onBoth,
  PATIENCE,
  SNAPSHOT,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('lock-versions');
const name = () => randomBytes(4).toString('hex');
const BOTH = ['linux/amd64', 'linux/arm64'];

/** A package of each architecture in a version of its own. */
function apart(
  packageName: string,
  versions: Readonly<Record<string, string>>,
  fields: Record<string, string> = {},
): PackageSpec[] {
  return Object.entries(versions).map(([architecture, version]) => ({
    name: packageName,
    version,
    architecture,
    fields,
    compression: 'none',
  }));
}

/** What an app with a minbase and a runtime needs, beside the packages of a test. */
const COMMON: readonly PackageSpec[] = [
  ...onBoth('apt', '3.0'),
  ...onBoth('base-files', '13', { Depends: 'awk' }),
  ...onBoth('busybox-static', '1.37'),
];
const AWK = onBoth('mawk', '1.3', { Provides: 'awk' });
const BASH = { Essential: 'yes', Priority: 'required' };

/** An app with a base image, on as many platforms. */
function baseApp(platforms: readonly string[], packages: readonly string[] = []): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: SNAPSHOT });
  new BaseImage(app, 'base', { base: debian.minbase({ packages }), platforms });
  return app;
}

function runtimeApp(packages: readonly string[]): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: SNAPSHOT });
  new RuntimeImage(app, 'runtime', {
    base: debian.runtime({ packages }),
    entrypoint: ['/usr/bin/tool'],
    waivers: { healthcheck: 'a test' },
    platforms: BOTH,
  });
  return app;
}

/** Locks an app after the other, each over the lock of the one before, and lowers it with that. */
async function lock(packages: readonly PackageSpec[], ...apps: App[]): Promise<LockFile> {
  const debian = await serveDebian(join(folder, name()), {
    trixie: { packages: [...COMMON, ...packages] },
    'trixie-updates': { packages: [] },
  });
  const environment = mirrorEnvironment(debian, join(folder, name()));
  try {
    let locked = EMPTY_LOCK;
    for (const app of apps) {
      // What an answer leads to is asked in the next round.
      for (let content = app.assemble(locked); content.missing.length > 0; ) {
        const { requests } = content;
        locked = await resolveLock(requests, locked, { environment, patience: PATIENCE });
        content = app.assemble(locked);
      }
    }
    return locked;
  } finally {
    await debian.server.close();
  }
}

async function errorsOf(work: Promise<unknown>): Promise<readonly BuildError[]> {
  const error = await work.then(
    () => undefined,
    (thrown: BuildError) => thrown,
  );
  if (error === undefined) return [];
  return error instanceof BuildErrors ? error.errors : [error];
}

const told = (errors: readonly BuildError[]) =>
  errors.map(({ code, details, message }) => [code, message, details.got]);

describe('the versions of one image', () => {
  it('locks a base image whose packages have one version on all platforms', async () => {
    const app = baseApp(BOTH);

    const locked = await lock([...AWK, ...onBoth('bash', '5.2-1', BASH)], app);

    expect(Object.keys(sectionOf(locked, DEBIAN)[`trixie@${SNAPSHOT}`]?.sets ?? {}).sort()).toEqual(
      ['busybox-static (main)', 'minbase (main)'],
    );
    expect(app.assemble(locked).images[0]?.platforms).toHaveLength(2);
  });

  it('accepts a package that was rebuilt for one architecture', async () => {
    const bash = apart('bash', { amd64: '5.2-1+b2', arm64: '5.2-1' }, BASH);
    const app = baseApp(BOTH);

    const locked = await lock([...AWK, ...bash], app);

    const { packages } = sectionOf(locked, DEBIAN)[`trixie@${SNAPSHOT}`] ?? {};
    expect(packages?.amd64?.bash?.version).toBe('5.2-1+b2');
    expect(packages?.arm64?.bash?.version).toBe('5.2-1');
    expect(app.assemble(locked).images).toHaveLength(1);
  });

  it('fails where a base image would have another version on each platform', async () => {
    const bash = apart('bash', { amd64: '5.2-2', arm64: '5.2-1' }, BASH);

    const app = baseApp(BOTH);
    const image = app.node.findChild('base');

    const [error, ...others] = await errorsOf(lock([...AWK, ...bash], app));

    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'E_DEBIAN_VERSIONS_DISAGREE',
      message: 'base: package "bash" differs between platforms',
    });
    expect(error?.details.source?.file).toBe('test/constructs/app/version-check.test.ts');
    expect(error?.details).toEqual({
      constructPath: 'base',
      source: image instanceof BaseImage ? image.source : undefined,
      got: '5.2-2 on linux/amd64, 5.2-1 on linux/arm64',
      expected: 'the same version on all platforms of the image, but for rebuilds (+b1)',
      fix: 'take another snapshot date, one at which every architecture has caught up; or drop a platform, or the package',
    });
  });

  it('tells every package that differs, also those of a layer', async () => {
    const packages = [
      ...AWK,
      ...apart('bash', { amd64: '5.2-2', arm64: '5.2-1' }, BASH),
      ...onBoth('tool', '1.0-1', { Depends: 'libtool1, tool-data' }),
      ...apart('libtool1', { amd64: '1.0-1', arm64: '1.0-3' }),
      ...apart('tool-data', { amd64: '2', arm64: '2+b1' }),
    ];

    expect(told(await errorsOf(lock(packages, baseApp(BOTH, ['tool']))))).toEqual([
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'base: package "bash" differs between platforms',
        '5.2-2 on linux/amd64, 5.2-1 on linux/arm64',
      ],
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'base: package "libtool1" differs between platforms',
        '1.0-1 on linux/amd64, 1.0-3 on linux/arm64',
      ],
    ]);
  });

  it('fails where a platform is added to what is locked', async () => {
    const packages = [...AWK, ...apart('bash', { amd64: '5.2-2', arm64: '5.2-1' }, BASH)];

    const one = await lock(packages, baseApp(['linux/amd64']));
    expect(Object.keys(sectionOf(one, DEBIAN))).toHaveLength(1);
    const both = lock(packages, baseApp(['linux/amd64']), baseApp(BOTH));

    expect(told(await errorsOf(both))).toEqual([
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'base: package "bash" differs between platforms',
        '5.2-2 on linux/amd64, 5.2-1 on linux/arm64',
      ],
    ]);
  });

  it('lets images that have one platform each differ', async () => {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: SNAPSHOT });
    new BaseImage(app, 'one', { base, platforms: ['linux/amd64'] });
    new BaseImage(app, 'other', { base, platforms: ['linux/arm64'] });

    const bash = apart('bash', { amd64: '5.2-2', arm64: '5.2-1' }, BASH);
    const locked = await lock([...AWK, ...bash], app);

    expect(app.assemble(locked).images).toHaveLength(2);
  });

  it('holds a runtime to the same rule, but for what is not in the image', async () => {
    const packages = [
      ...apart('mawk', { amd64: '1.3', arm64: '1.4' }, { Provides: 'awk' }),
      ...apart('tool', { amd64: '1.0-2', arm64: '1.0-1' }),
      ...apart('rebuilt', { amd64: '1.0-2', arm64: '1.0-2+b1' }),
    ];

    expect(told(await errorsOf(lock(packages, runtimeApp(['tool', 'rebuilt']))))).toEqual([
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'runtime: package "tool" differs between platforms',
        '1.0-2 on linux/amd64, 1.0-1 on linux/arm64',
      ],
    ]);
    expect(
      Object.keys(sectionOf(await lock(packages, runtimeApp(['rebuilt'])), DEBIAN)),
    ).toHaveLength(1);
    expect(told(await errorsOf(lock(packages, runtimeApp(['mawk']))))).toEqual([
      [
        'E_DEBIAN_VERSIONS_DISAGREE',
        'runtime: package "mawk" differs between platforms',
        '1.3 on linux/amd64, 1.4 on linux/arm64',
      ],
    ]);
  });

  it('names each image that has such a package', async () => {
    const app = baseApp(BOTH);
    const debian = app.node.findChild('debian');
    if (!(debian instanceof DebianBase)) throw new Error('the app has no base');
    new BaseImage(app, 'other', { base: debian, platforms: BOTH });
    const bash = apart('bash', { amd64: '5.2-2', arm64: '5.2-1' }, BASH);

    const errors = await errorsOf(lock([...AWK, ...bash], app));

    expect(errors.map(({ details }) => details.constructPath)).toEqual(['base', 'other']);
  });
});
