import { BuildError } from '../../../lib/errors';
import { chooseInstallation, nodePlatform, readProject, requireManifests } from '../../../lib/npm';
import { storeFolder } from '../../../lib/npm/pnpm/store-folder';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const packaged = (id: string, more = '') =>
  `  '${id}':\n    resolution: {integrity: ${INTEGRITY}}\n${more}`;

/** A workspace with a package that has a peer, one for each processor, and an alias. */
const LOCK = `
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      alias:
        specifier: npm:left@^1.0.0
        version: left@1.0.0
      native:
        specifier: 1.0.0
        version: 1.0.0
      own:
        specifier: workspace:*
        version: link:packages/own
    devDependencies:
      tool:
        specifier: 1.0.0
        version: 1.0.0(left@1.0.0)
  packages/own:
    dependencies:
      '@acme/deep':
        specifier: ^2.0.0
        version: 2.0.0
packages:
${packaged('@acme/deep@2.0.0', "    engines: {node: '>=18'}\n")}
${packaged('left@1.0.0')}
${packaged('native@1.0.0')}
${packaged('native-arm64@1.0.0', '    cpu: [arm64]\n    os: [linux]\n')}
${packaged('native-x64@1.0.0', '    cpu: [x64]\n    os: [linux]\n')}
${packaged('tool@1.0.0')}
snapshots:
  '@acme/deep@2.0.0':
    dependencies:
      left: 1.0.0
  left@1.0.0: {}
  native@1.0.0:
    optionalDependencies:
      native-arm64: 1.0.0
      native-x64: 1.0.0
  native-arm64@1.0.0:
    optional: true
  native-x64@1.0.0:
    optional: true
  tool@1.0.0(left@1.0.0):
    dependencies:
      left: 1.0.0
`;
const MANIFESTS = {
  'package.json': {
    dependencies: { alias: 'npm:left@^1.0.0', native: '1.0.0', own: 'workspace:*' },
    devDependencies: { tool: '1.0.0' },
  },
  'packages/own/package.json': { dependencies: { '@acme/deep': '^2.0.0' } },
};

const read = (text: string) => readProject(new Map([['pnpm-lock.yaml', text]]), 'in "."');

function install(architecture: string, withDev = false) {
  const platform = nodePlatform({ os: 'linux', architecture });
  if (platform === undefined) throw new Error('no such platform');
  const options = { platform, platformName: `linux/${architecture}`, withDev };
  const project = read(LOCK);
  if (project.type !== 'packages') throw new Error('it is of another program');
  return chooseInstallation(project.packages, options);
}

function failure(run: () => unknown): BuildError {
  try {
    run();
  } catch (error) {
    if (BuildError.is(error)) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a pnpm-lock.yaml', () => {
  test('has each package in the store, and links beside it', () => {
    const { archives, links } = install('arm64');

    expect(archives.map(({ path }) => path)).toEqual([
      'node_modules/.pnpm/@acme+deep@2.0.0/node_modules/@acme/deep',
      'node_modules/.pnpm/left@1.0.0/node_modules/left',
      'node_modules/.pnpm/native-arm64@1.0.0/node_modules/native-arm64',
      'node_modules/.pnpm/native@1.0.0/node_modules/native',
    ]);
    expect(links.map(({ path, target }) => `${path} -> ${target}`).sort()).toEqual([
      'node_modules/.pnpm/@acme+deep@2.0.0/node_modules/left -> ../../left@1.0.0/node_modules/left',
      'node_modules/.pnpm/native@1.0.0/node_modules/native-arm64 -> ../../native-arm64@1.0.0/node_modules/native-arm64',
      'node_modules/.pnpm/node_modules/@acme/deep -> ../../@acme+deep@2.0.0/node_modules/@acme/deep',
      'node_modules/.pnpm/node_modules/left -> ../left@1.0.0/node_modules/left',
      'node_modules/.pnpm/node_modules/native-arm64 -> ../native-arm64@1.0.0/node_modules/native-arm64',
      'node_modules/alias -> .pnpm/left@1.0.0/node_modules/left',
      'node_modules/native -> .pnpm/native@1.0.0/node_modules/native',
      'node_modules/own -> ../packages/own',
      'packages/own/node_modules/@acme/deep -> ../../../../node_modules/.pnpm/@acme+deep@2.0.0/node_modules/@acme/deep',
    ]);
  });

  test('has what is for development where that is asked for, named by its peers', () => {
    const { links } = install('amd64', true);

    expect(links).toContainEqual({
      path: 'node_modules/tool',
      target: '.pnpm/tool@1.0.0_left@1.0.0/node_modules/tool',
    });
    expect(install('amd64').links.map(({ path }) => path)).not.toContain('node_modules/tool');
  });

  test('is held to each package.json', () => {
    const texts = (manifests: object) =>
      new Map([
        ['pnpm-lock.yaml', LOCK],
        ...Object.entries(manifests).map(([path, one]) => [path, JSON.stringify(one)] as const),
      ]);
    const other = { ...MANIFESTS, 'packages/own/package.json': { dependencies: {} } };

    requireManifests(read(LOCK), texts(MANIFESTS), 'in "."');
    expect(failure(() => requireManifests(read(LOCK), texts(other), 'in "."'))).toMatchObject({
      code: 'E_NPM_LOCK',
      message: 'pnpm-lock.yaml is not of this package.json',
      details: { fix: 'run "pnpm install --lockfile-only", and commit both' },
    });
  });

  test.each([
    ['{', 'E_NPM_LOCK', 'no YAML'],
    ['a: &a [1]\nb: [*a, *a]', 'E_NPM_LOCK', 'Alias'],
    ["lockfileVersion: '6.0'", 'E_NPM_LOCK', '6.0'],
    [LOCK.replace('importers:', 'importers: 7\nothers:'), 'E_NPM_LOCK', 'importers'],
    [LOCK.replace('version: link:packages/own', 'version: link:../own'), 'E_NPM_SOURCE', '../own'],
    [LOCK.replace('  left@1.0.0: {}\n', ''), 'E_NPM_LOCK', 'left@1.0.0'],
    [LOCK.replaceAll('@acme/deep', '@acme/../deep'), 'E_NPM_LOCK', '..'],
    [
      LOCK.replace(`integrity: ${INTEGRITY}`, 'directory: vendor/x, type: directory'),
      'E_NPM_SOURCE',
      'vendor/x',
    ],
    [
      LOCK.replace(`integrity: ${INTEGRITY}`, 'tarball: https://codeload.example.org/x/tar.gz/1'),
      'E_NPM_SOURCE',
      'codeload',
    ],
    [LOCK.replace(INTEGRITY, 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='), 'E_NPM_LOCK', 'integrity'],
    [
      `${LOCK}patchedDependencies:\n  left@1.0.0: {hash: x, path: x.patch}\n`,
      'E_NPM_SOURCE',
      'patches',
    ],
    [`${LOCK}pnpmfileChecksum: x\n`, 'E_NPM_SOURCE', '.pnpmfile.cjs'],
  ])('%#: what cannot be had is refused, and told', (text, code, says) => {
    const error = failure(() => read(text));

    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.details])).toContain(says);
  });
});

// Names that pnpm 10 itself gave.
test.each([
  [
    'update-browserslist-db@1.4.0(browserslist@4.29.6)',
    'update-browserslist-db@1.4.0_browserslist@4.29.6',
  ],
  ['@a/b@1.0.0(@c/d@2.0.0(e@3.0.0))(f@4.0.0)', '@a+b@1.0.0_@c+d@2.0.0_e@3.0.0__f@4.0.0'],
])('%s has the folder %s', (id, folder) => {
  expect(storeFolder(id)).toBe(folder);
});

describe('settings of pnpm-workspace.yaml', () => {
  const read = (settings: string) =>
    readProject(
      new Map([
        ['pnpm-lock.yaml', LOCK],
        ['pnpm-workspace.yaml', settings],
      ]),
      'here',
    );

  test.each([
    'nodeLinker: hoisted',
    'shamefullyHoist: true',
    'publicHoistPattern: ["*eslint*"]',
    'hoist: false',
    'virtualStoreDirMaxLength: 60',
  ])('that lay packages out in another way are refused: %s', (setting) => {
    expect(() => read(`packages: ["packages/*"]\n${setting}\n`)).toThrow(BuildError);
    expect(() => read(`packages: ["packages/*"]\n${setting}\n`)).toThrow(
      `pnpm-workspace.yaml sets "${setting.split(':')[0]}"`,
    );
  });

  test.each(['', 'packages: ["packages/*"]', 'nodeLinker: isolated', 'onlyBuiltDependencies: [x]'])(
    'that change no place are taken: %s',
    (setting) => {
      expect(read(setting)).toEqual(readProject(new Map([['pnpm-lock.yaml', LOCK]]), 'here'));
    },
  );

  test('that are no YAML are told of the file', () => {
    expect(() => read('a: [')).toThrow('pnpm-workspace.yaml is no YAML');
  });
});
