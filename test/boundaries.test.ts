import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codeOf, importsOf, modulesNeededBy, modulesOf, pathOf } from './support/module-imports';

/** What each layer may import: other layers, packages, and modules of Node. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'lib/errors': [],
  'lib/oci': ['lib/errors'],
  'lib/pb': ['protobufjs/minimal'],
  'lib/props': ['lib/errors'],
  'lib/llb': ['lib/errors', 'lib/oci', 'lib/pb', 'node:crypto'],
  'lib/graph': ['lib/errors', 'lib/llb', 'lib/oci'],
  'lib/debian': ['lib/errors', 'lib/oci'],
  'lib/package': ['lib/errors', 'node:fs', 'node:path'],
  'lib/rootfs': ['lib/errors', 'lib/llb', 'lib/package'],
  'lib/assembly': ['lib/debian', 'lib/errors', 'lib/llb', 'lib/oci', 'node:fs', 'node:path'],
  'lib/environment': ['lib/errors', 'node:*'],
  'lib/registry': ['lib/errors', 'lib/oci', 'node:*'],
  'lib/lock': [
    'lib/assembly',
    'lib/debian',
    'lib/environment',
    'lib/errors',
    'lib/oci',
    'lib/package',
    'lib/registry',
    'openpgp',
    'xz-decompress',
    'node:*',
  ],
  'lib/client': ['lib/errors', 'lib/llb', 'lib/oci', 'lib/pb', 'lib/registry', 'node:*'],
  'lib/build': [
    'lib/archive',
    'lib/assembly',
    'lib/client',
    'lib/environment',
    'lib/errors',
    'lib/fetch',
    'lib/json',
    'lib/llb',
    'lib/lock',
    'lib/oci',
    'lib/package',
    'lib/registry',
    'node:*',
  ],
  'lib/cli': ['lib/*', 'node:*'],
  constructs: [
    'lib/assembly',
    'lib/debian',
    'lib/errors',
    'lib/llb',
    'lib/oci',
    'lib/package',
    'lib/props',
    'lib/rootfs',
    'constructs',
  ],
};

/** Files at the border of a pure layer, which alone may see the machine. */
const BORDERS: Readonly<Record<string, readonly string[]>> = {
  'constructs/app.ts': ['node:path'],
  'constructs/app-errors.ts': ['node:fs'],
};

const PURE = [
  'lib/errors',
  'lib/oci',
  'lib/props',
  'lib/llb',
  'lib/graph',
  'lib/debian',
  'lib/rootfs',
  'constructs',
];

/** An entry stands above the folders of its layer, and imports any of them. */
const ENTRIES = [
  'lib/llb/index.ts',
  'lib/client/index.ts',
  'lib/build/index.ts',
  'lib/cli/main.ts',
];

/**
 * What each folder of a layer needs of the others when it runs; `.` is what lies in no folder. Each
 * stands behind those that it needs, so there is no circle. For types alone there is no such rule.
 */
const FOLDERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'lib/llb': {
    wire: [],
    definition: ['wire'],
    vertex: ['definition', 'wire'],
    exec: ['vertex', 'wire'],
    file: ['vertex', 'wire'],
    '.': ['definition', 'exec', 'file', 'vertex', 'wire'],
    source: ['.', 'vertex', 'wire'],
  },
  'lib/client': {
    rpc: [],
    transport: ['rpc'],
    daemon: ['rpc'],
    status: ['daemon'],
    session: ['daemon', 'rpc'],
    'file-sync': ['daemon', 'rpc'],
    export: ['daemon', 'file-sync', 'rpc'],
    build: ['daemon', 'export', 'file-sync', 'rpc', 'session', 'status'],
    '.': ['build', 'daemon', 'rpc', 'transport'],
  },
  'lib/build': {
    files: [],
    app: ['files'],
    plan: ['files'],
    solve: ['plan'],
    '.': ['app', 'plan', 'solve'],
  },
  'lib/cli': {
    terminal: [],
    args: [],
    '.': ['args', 'terminal'],
    progress: ['args', 'terminal'],
    failure: ['.', 'args', 'terminal'],
    build: ['.', 'args', 'progress', 'terminal'],
    commands: ['.', 'args', 'build', 'terminal'],
  },
};

function layerOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('lib/') ? 2 : 1)
    .join('/');
}

/** The folder of a layer that a file of it is in. */
function folderOf(layer: string, file: string): string {
  const [folder = '', ...below] = relative(layer, file).split('/');
  return below.length === 0 ? '.' : folder;
}

function isAllowed(target: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.endsWith('*') ? target.startsWith(entry.slice(0, -1)) : target === entry,
  );
}

describe('layers', () => {
  test('are all known', () => {
    const folders = readdirSync(join(__dirname, '../lib')).map((name) => `lib/${name}`);

    expect(folders.filter((folder) => !(folder in ALLOWED))).toEqual([]);
  });

  test.each(Object.keys(ALLOWED))('%s imports only what it may', (layer) => {
    const wrong = modulesOf(layer).flatMap((file) => {
      const allowed = [...(ALLOWED[layer] ?? []), ...(BORDERS[file] ?? [])];
      return importsOf(file)
        .map((specifier) =>
          specifier.startsWith('.') ? layerOf(pathOf(file, specifier)) : specifier,
        )
        .filter((target) => target !== layer && !isAllowed(target, allowed))
        .map((target) => `${file} -> ${target}`);
    });

    expect(wrong).toEqual([]);
  });

  test.each(PURE)('%s sees no clock, no environment and no chance', (layer) => {
    const wrong = modulesOf(layer)
      .filter((file) => !(file in BORDERS))
      .filter((file) =>
        /process\.env|Date\.now|new Date\(\)|Math\.random|\basync\b/.test(codeOf(file)),
      );

    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(FOLDERS))('the folders of %s', (layer, folders) => {
  const names = Object.keys(folders);

  test('are all known, and there is a file in each', () => {
    const found = new Set(modulesOf(layer).map((file) => folderOf(layer, file)));

    expect([...found].sort()).toEqual([...names].sort());
  });

  test('stand behind those that they need', () => {
    const early = names.flatMap((name, index) =>
      (folders[name] ?? [])
        .filter((needed) => !names.slice(0, index).includes(needed))
        .map((needed) => `${name} -> ${needed}`),
    );

    expect(early).toEqual([]);
  });

  test.each(names)('%s needs no other than the table has', (name) => {
    const needed = modulesOf(layer)
      .filter((file) => folderOf(layer, file) === name && !ENTRIES.includes(file))
      .flatMap(modulesNeededBy)
      .filter((target) => layerOf(target) === layer)
      .map((target) => folderOf(layer, target))
      .filter((folder) => folder !== name);

    expect([...new Set(needed)].sort()).toEqual([...(folders[name] ?? [])].sort());
  });
});

/** Modules that need each other when they run. */
const KNOWN_CIRCLES = [
  // Reading and mapping are methods of the class that they make, and need it only when they are
  // called.
  'lib/llb/definition/decode.ts',
  'lib/llb/definition/definition.ts',
  'lib/llb/definition/map-sources.ts',
];

test('no other modules than the known ones import each other in a circle', () => {
  let rest = new Map(
    [...modulesOf('lib'), ...modulesOf('constructs')].map((file) => [file, modulesNeededBy(file)]),
  );
  // What needs nothing that is left, or is needed by nothing that is left, is in no circle.
  for (let before = Number.POSITIVE_INFINITY; rest.size < before; ) {
    before = rest.size;
    const needed = new Set([...rest.values()].flat());
    const left = rest;
    rest = new Map(
      [...left].filter(([file, needs]) => needed.has(file) && needs.some((it) => left.has(it))),
    );
  }

  expect([...rest.keys()].sort()).toEqual(KNOWN_CIRCLES);
});
