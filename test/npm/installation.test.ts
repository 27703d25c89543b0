import { BuildError } from '../../lib/errors';
import {
  chooseInstallation,
  type Installation,
  nodePlatform,
  parsePackageLock,
} from '../../lib/npm';

const INTEGRITY = `sha512-${Buffer.alloc(64).toString('base64')}`;
const entry = (more: object = {}) => ({ version: '1.0.0', integrity: INTEGRITY, ...more });

function choose(packages: object, { architecture = 'amd64', withDev = false } = {}): Installation {
  const platform = nodePlatform({ os: 'linux', architecture });
  if (platform === undefined) throw new Error('no such platform');
  const text = JSON.stringify({ lockfileVersion: 3, packages });
  return chooseInstallation(parsePackageLock(text), {
    platform,
    platformName: `linux/${architecture}`,
    withDev,
  });
}
const places = ({ archives }: Installation) => archives.map(({ path }) => path);
const failure = (packages: object) => {
  try {
    choose(packages);
  } catch (error) {
    if (BuildError.is(error)) return error;
  }
  throw new Error('it was chosen');
};

const NATIVE = {
  '': { dependencies: { native: '1' }, devDependencies: { tool: '1' } },
  'node_modules/native': entry({
    optionalDependencies: {
      'native-x64': '1',
      'native-arm64': '1',
      'native-musl': '1',
      lost: '^2.0.0',
    },
  }),
  'node_modules/native-x64': entry({
    optional: true,
    os: ['linux'],
    cpu: ['x64'],
    dependencies: { deep: '1' },
  }),
  'node_modules/native-arm64': entry({ optional: true, os: ['linux'], cpu: ['arm64'] }),
  'node_modules/native-musl': entry({ optional: true, libc: ['musl'] }),
  'node_modules/deep': entry({ optional: true }),
  'node_modules/tool': entry({ dev: true, dependencies: { deeper: '1' } }),
  'node_modules/deeper': entry({ dev: true }),
};

describe('what is installed', () => {
  test('is for the platform, without what only others need', () => {
    expect(places(choose(NATIVE))).toEqual([
      'node_modules/deep',
      'node_modules/native',
      'node_modules/native-x64',
    ]);
    expect(places(choose(NATIVE, { architecture: 'arm64' }))).toEqual([
      'node_modules/native',
      'node_modules/native-arm64',
    ]);
  });

  test('has what is for development where that is asked for', () => {
    expect(places(choose(NATIVE, { withDev: true }))).toEqual(
      expect.arrayContaining(['node_modules/tool', 'node_modules/deeper']),
    );
  });

  test('tells what the lock might have had', () => {
    expect([...choose(NATIVE).absent]).toEqual([['lost', '^2.0.0']]);
  });

  test('has programs beside packages, the first of a name, and links to workspaces', () => {
    const { links, programs } = choose({
      '': { workspaces: ['packages/*'], dependencies: { '@a/b': '1', c: '1' } },
      'node_modules/@a/b': entry({ bin: { run: 'bin/b.js' } }),
      'node_modules/c': entry({ bin: { run: 'c.js' }, dependencies: { d: '1' } }),
      'node_modules/c/node_modules/d': entry({ bin: { d: 'd.js' } }),
      'node_modules/@own/e': { resolved: 'packages/e', link: true },
      'packages/e': { bin: { e: 'e.js' }, dependencies: { c: '1' } },
    });

    expect(programs).toEqual([
      { path: 'node_modules/.bin/run', target: '../@a/b/bin/b.js' },
      { path: 'node_modules/c/node_modules/.bin/d', target: '../d/d.js' },
    ]);
    expect(links).toEqual([
      { path: 'node_modules/@own/e', target: '../../packages/e' },
      { path: 'node_modules/.bin/e', target: '../@own/e/e.js' },
    ]);
  });

  test('fails where a package is needed that is not there, or is for another platform', () => {
    expect(failure({ '': { dependencies: { a: '^1.0.0' } } })).toMatchObject({
      code: 'E_NPM_LOCK',
      details: { got: 'the project needs a@^1.0.0' },
    });
    expect(
      failure({ '': { dependencies: { a: '1' } }, 'node_modules/a': entry({ os: ['darwin'] }) }),
    ).toMatchObject({
      code: 'E_NPM_PLATFORM',
    });
  });

  test('is without an optional package that needs one of another platform', () => {
    const packages = {
      '': { optionalDependencies: { watch: '1' } },
      'node_modules/watch': entry({ optional: true, dependencies: { events: '1' } }),
      'node_modules/events': entry({ optional: true, os: ['darwin'] }),
    };

    expect(places(choose(packages))).toEqual([]);
  });
});
