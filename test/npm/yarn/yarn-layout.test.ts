import { BuildError } from '../../../lib/errors';
import {
  chooseInstallation,
  layOutYarn,
  nodePlatform,
  readProject,
  readYarnProject,
  yarnArchives,
} from '../../../lib/npm';
import type { NpmFields } from '../../../lib/npm/write-package';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

/** Packages with two versions, one that needs itself by way of another, and a peer that is not at the top. */
const GRAPH: Readonly<Record<string, readonly string[]>> = {
  '"@acme/native-arm64@1.0.0"': [],
  '"@acme/native-x64@1.0.0"': [],
  '"@acme/native@^1.0.0"': [
    'optionalDependencies:',
    '  "@acme/native-arm64" "1.0.0"',
    '  "@acme/native-x64" "1.0.0"',
  ],
  'a@^1.0.0': ['dependencies:', '  shared "^1.0.0"', '  tool "^1.0.0"'],
  '"alias@npm:deep@^2.0.0"': [],
  'b@^1.0.0': ['dependencies:', '  core "^1.0.0"', '  plugin "^1.0.0"', '  shared "^2.0.0"'],
  'c@^1.0.0': ['dependencies:', '  "@acme/native" "^1.0.0"', '  shared "^2.0.0"'],
  'core@^1.0.0': [],
  'core@^2.0.0': [],
  'deep@^1.0.0': ['dependencies:', '  shared "^2.0.0"'],
  'plugin@^1.0.0': [],
  'shared@^1.0.0': [],
  'shared@^2.0.0': ['dependencies:', '  deep "^1.0.0"'],
  'tool@^1.0.0': [],
  'tool@^2.0.0': [],
};
const block = (head: string, more: readonly string[]) => {
  const [, name = '', version = ''] = /^"?(?:alias@npm:)?(.[^@]*)@\^?([\d.]+)"?$/.exec(head) ?? [];
  const file = `${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz#${'0'.repeat(40)}`;
  return [
    `${head}:`,
    `  version "${version}"`,
    `  resolved "https://registry.yarnpkg.com/${file}"`,
    `  integrity ${INTEGRITY}`,
    ...more.map((line) => `  ${line}`),
    '',
  ].join('\n');
};
const LOCK = [
  '# yarn lockfile v1',
  '',
  ...Object.entries(GRAPH).map(([head, more]) => block(head, more)),
].join('\n');
const MANIFEST = {
  dependencies: { a: '^1.0.0', b: '^1.0.0', alias: 'npm:deep@^2.0.0' },
  devDependencies: { c: '^1.0.0', tool: '^2.0.0', core: '^2.0.0', a: '^7.0.0' },
};
const SAID: Readonly<Record<string, NpmFields>> = {
  plugin: { peerDependencies: { core: '^1.0.0' } },
  tool: { bin: { tool: 'cli.js' } },
  'native-x64': { os: ['linux'], cpu: ['x64'] },
  'native-arm64': { os: ['linux'], cpu: ['arm64'] },
};
const said = (url: string) => SAID[/\/-\/(.*)-[\d.]+\.tgz$/.exec(url)?.[1] ?? ''];

function read(lock: string, manifest: object = MANIFEST) {
  const texts = new Map([
    ['yarn.lock', lock],
    ['package.json', JSON.stringify(manifest)],
  ]);
  const project = readProject(texts, 'in "."');
  if (project.type !== 'yarn') throw new Error('it is of another program');
  return project.yarn;
}

function install(architecture: string, withDev = false) {
  const platform = nodePlatform({ os: 'linux', architecture });
  if (platform === undefined) throw new Error('no such platform');
  const options = { platform, platformName: `linux/${architecture}`, withDev };
  const { archives, links, programs } = chooseInstallation(layOutYarn(read(LOCK), said), {
    ...options,
    linker: 'yarn',
  });
  return {
    links,
    paths: archives.map(({ path, version }) => `${path} ${version}`),
    programs: programs.map(({ path, target }) => `${path} -> ${target}`),
  };
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

// What yarn 1.22.22 itself leaves of these packages.
describe('a yarn.lock of yarn 1', () => {
  test('has packages where yarn puts them, without those for development', () => {
    const { links, paths, programs } = install('amd64');

    expect(paths).toEqual([
      'node_modules/a 1.0.0',
      'node_modules/a/node_modules/shared 1.0.0',
      'node_modules/a/node_modules/tool 1.0.0',
      'node_modules/alias 2.0.0',
      'node_modules/b 1.0.0',
      'node_modules/b/node_modules/core 1.0.0',
      'node_modules/b/node_modules/plugin 1.0.0',
      'node_modules/deep 1.0.0',
      'node_modules/shared 2.0.0',
    ]);
    expect(programs).toEqual([
      'node_modules/a/node_modules/.bin/tool -> ../tool/cli.js',
      'node_modules/.bin/tool -> ../a/node_modules/tool/cli.js',
    ]);
    expect(links).toEqual([]);
  });

  test('has those for development, and those for the platform alone', () => {
    const { paths, programs } = install('arm64', true);

    expect(paths).toEqual(
      expect.arrayContaining([
        'node_modules/@acme/native 1.0.0',
        'node_modules/@acme/native-arm64 1.0.0',
        'node_modules/c 1.0.0',
        'node_modules/core 2.0.0',
        'node_modules/tool 2.0.0',
      ]),
    );
    expect(paths).toHaveLength(14);
    expect(programs).toEqual([
      'node_modules/a/node_modules/.bin/tool -> ../tool/cli.js',
      'node_modules/.bin/tool -> ../tool/cli.js',
    ]);
  });

  test('names packages by what they are, of the registry that all use', () => {
    const packages = layOutYarn(read(LOCK), said);

    expect(packages.get('node_modules/alias')).toMatchObject({
      name: 'deep',
      source: { url: 'https://registry.npmjs.org/deep/-/deep-2.0.0.tgz', integrity: INTEGRITY },
    });
    expect(yarnArchives(read(LOCK)).size).toBe(15);
  });

  test('is the same, written into a lock and read from it', () => {
    expect(readYarnProject(JSON.parse(JSON.stringify(read(LOCK))))).toEqual(read(LOCK));
  });

  test.each([
    ['<<<<<<< HEAD', MANIFEST, 'E_NPM_LOCK', 'line 1'],
    [`${LOCK}\n  odd`, MANIFEST, 'E_NPM_LOCK', 'odd'],
    [LOCK, { dependencies: { a: '^2.0.0' } }, 'E_NPM_LOCK', 'a@^2.0.0'],
    [LOCK, { ...MANIFEST, workspaces: ['packages/*'] }, 'E_NPM_LOCK', 'workspaces'],
    [LOCK, { ...MANIFEST, resolutions: { 'a/shared': '2' } }, 'E_NPM_LOCK', 'a/shared'],
    [LOCK.replace(`  integrity ${INTEGRITY}\n`, ''), MANIFEST, 'E_NPM_LOCK', 'sha1'],
    [LOCK.replace(INTEGRITY, 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='), MANIFEST, 'E_NPM_LOCK', 'sha1'],
    [
      LOCK.replace(/resolved "[^"]*deep-2.*"/, 'resolved "git+ssh://git@x.example/d.git#1"'),
      MANIFEST,
      'E_NPM_SOURCE',
      'alias',
    ],
    [LOCK.replace(/ {2}resolved "[^"]*deep-2.*"\n/, ''), MANIFEST, 'E_NPM_SOURCE', 'alias'],
    [LOCK.replaceAll('alias', '../alias'), MANIFEST, 'E_NPM_LOCK', 'alias'],
    ['__metadata:\n  version: 8\n', MANIFEST, 'E_NPM_LOCK', 'yarn 2'],
  ])('%#: what cannot be had is refused, and told', (text, manifest, code, says) => {
    const error = failure(() => layOutYarn(read(text, manifest), said));

    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.details])).toContain(says);
  });

  test.each([7, { folders: {}, packages: { a: 7 } }, { folders: [], packages: {} }])(
    'fails where a lock has another form: %j',
    (value) => {
      expect(failure(() => readYarnProject(value)).code).toBe('E_NPM_LOCK');
    },
  );
});
