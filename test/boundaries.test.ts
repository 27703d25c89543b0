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
  'lib/cargo': [],
  'lib/git': ['lib/environment', 'lib/errors', 'lib/files', 'node:*'],
  'lib/go': ['lib/errors', 'node:crypto'],
  'lib/npm': ['lib/errors', 'lib/oci', 'yaml', 'node:crypto'],
  'lib/files': ['lib/errors', 'node:*'],
  'lib/package': ['lib/errors', 'node:fs', 'node:path'],
  'lib/python': ['lib/errors', 'lib/json'],
  'lib/rootfs': ['lib/debian', 'lib/errors', 'lib/llb', 'lib/package'],
  'lib/json': ['lib/errors'],
  'lib/proxy': ['lib/errors', 'undici', 'node:net'],
  'lib/environment': ['lib/errors', 'lib/go', 'lib/npm', 'lib/proxy', 'node:*'],
  'lib/registry': ['lib/errors', 'lib/oci', 'lib/proxy', 'node:*'],
  'lib/archive': ['lib/errors', 'xz-decompress', 'yauzl', 'node:stream', 'node:util', 'node:zlib'],
  'lib/fetch': [
    'lib/assembly',
    'lib/environment',
    'lib/errors',
    'lib/files',
    'lib/go',
    'lib/npm',
    'lib/proxy',
    'node:*',
  ],
  'lib/inputs': [
    'lib/archive',
    'lib/cargo',
    'lib/debian',
    'lib/environment',
    'lib/errors',
    'lib/fetch',
    'lib/files',
    'lib/git',
    'lib/go',
    'lib/json',
    'lib/lock',
    'lib/npm',
    'lib/oci',
    'lib/package',
    'lib/python',
    'lib/registry',
    'openpgp',
    'smol-toml',
    'node:*',
  ],
  'lib/lock': [
    'lib/errors',
    'lib/fetch',
    'lib/files',
    'lib/inputs',
    'lib/json',
    'node:crypto',
    'node:fs',
    'node:path',
  ],
  'lib/assembly': [
    'lib/errors',
    'lib/files',
    'lib/json',
    'lib/llb',
    'lib/lock',
    'lib/props',
    'node:fs',
    'node:path',
  ],
  'lib/file-tree': ['lib/errors', 'lib/llb', 'lib/pb', 'node:crypto', 'node:fs', 'node:path'],
  'lib/client': [
    'lib/errors',
    'lib/file-tree',
    'lib/files',
    'lib/llb',
    'lib/oci',
    'lib/pb',
    'lib/registry',
    '@opentelemetry/api',
    'node:*',
  ],
  'lib/client/grpc-js': ['lib/client', 'lib/files', '@grpc/grpc-js', 'node:*'],
  'lib/audit': ['lib/archive', 'lib/oci', 'lib/registry', 'node:*'],
  'lib/build': [
    'lib/archive',
    'lib/assembly',
    'lib/audit',
    'lib/client',
    'lib/debian',
    'lib/environment',
    'lib/errors',
    'lib/fetch',
    'lib/file-tree',
    'lib/files',
    'lib/git',
    'lib/json',
    'lib/llb',
    'lib/lock',
    'lib/oci',
    'lib/package',
    'lib/props',
    'lib/proxy',
    'lib/registry',
    'lib/sbom',
    'node:*',
  ],
  'lib/sbom': [
    'lib/assembly',
    'lib/debian',
    'lib/errors',
    'lib/llb',
    'lib/oci',
    'node:crypto',
    'packageurl-js',
  ],
  'lib/purity': ['lib/assembly', 'lib/errors', 'lib/graph', 'lib/llb'],
  'lib/cli': ['lib/*', 'node:*'],
  constructs: [
    'lib/assembly',
    'lib/cargo',
    'lib/debian',
    'lib/errors',
    'lib/file-tree',
    'lib/go',
    'lib/inputs',
    'lib/json',
    'lib/llb',
    'lib/lock',
    'lib/npm',
    'lib/oci',
    'lib/package',
    'lib/props',
    'lib/python',
    'lib/rootfs',
    'constructs',
  ],
  'constructs/testing': [
    'lib/assembly',
    'lib/build',
    'lib/client',
    'lib/environment',
    'lib/errors',
    'lib/inputs',
    'lib/llb',
    'lib/lock',
    'lib/oci',
    'lib/props',
    'constructs',
  ],
};

/** Files at the border of a pure layer, which alone may see the machine. */
const BORDERS: Readonly<Record<string, readonly string[]>> = {
  'constructs/app/answer-own-kinds.ts': ['node:fs'],
  'constructs/app/app.ts': ['node:path'],
  'constructs/app/errors.ts': ['node:fs'],
  'constructs/app/lock-place.ts': ['node:path'],
  'constructs/app/place-locals.ts': ['node:path'],
  'constructs/testing/testing.ts': [],
  'constructs/testing/build/build-image.ts': ['node:path'],
  'constructs/testing/build/built-image.ts': [],
  'constructs/testing/build/hold-build.ts': [],
};

/** A clock, the environment, chance, and what ends later. */
const IMPURE = /process\.env|Date\.now|new Date\(\)|Math\.random|\basync\b/;

const PURE = [
  'lib/errors',
  'lib/json',
  'lib/oci',
  'lib/props',
  'lib/llb',
  'lib/graph',
  'lib/purity',
  'lib/sbom',
  'lib/cargo',
  'lib/debian',
  'lib/go',
  'lib/python',
  'lib/npm',
  'lib/rootfs',
  'constructs',
  'constructs/testing',
];

/** An entry stands above the folders of its layer, and imports any of them. */
const ENTRIES = [
  'constructs/index.ts',
  'constructs/testing/index.ts',
  'constructs/testing/testing.ts',
  'lib/llb/index.ts',
  'lib/client/index.ts',
  'lib/client/grpc-js/index.ts',
  'lib/build/index.ts',
  'lib/cli/main.ts',
  'lib/inputs/kinds.ts',
  'lib/inputs/resolvers.ts',
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
    'content-store': ['daemon', 'rpc'],
    export: ['content-store', 'daemon', 'rpc'],
    build: ['content-store', 'daemon', 'export', 'file-sync', 'rpc', 'session', 'status'],
    trace: [],
    '.': ['build', 'daemon', 'rpc', 'status', 'trace', 'transport'],
  },
  'lib/build': {
    files: [],
    builders: [],
    app: [],
    attrs: [],
    vendor: [],
    plan: ['attrs', 'files', 'vendor'],
    since: [],
    merge: [],
    solve: ['builders', 'merge', 'plan'],
    '.': ['app', 'plan', 'since', 'solve', 'vendor'],
    shell: ['plan', 'solve'],
  },
  'lib/inputs': {
    '.': [],
    debian: ['.'],
    git: ['.'],
    cargo: ['.'],
    http: ['.'],
    image: ['.'],
    go: ['.'],
    python: ['.'],
    npm: ['.'],
    tarball: ['.'],
  },
  constructs: {
    '.': [],
    core: [],
    files: ['core'],
    debian: ['core'],
    source: ['core', 'debian'],
    stage: ['core', 'debian', 'source'],
    cargo: ['core', 'debian', 'source', 'stage'],
    go: ['core', 'debian', 'source', 'stage'],
    image: ['core', 'debian', 'files', 'go', 'source', 'stage'],
    python: ['core', 'debian', 'source', 'stage'],
    npm: ['core', 'debian', 'source', 'stage'],
    app: ['core', 'image'],
  },
  'constructs/testing': {
    match: [],
    view: [],
    '.': ['match', 'view'],
    build: ['.'],
  },
  'lib/cli': {
    terminal: [],
    args: ['terminal'],
    audit: ['terminal'],
    '.': ['args', 'terminal'],
    progress: ['args', 'terminal'],
    failure: ['.', 'args', 'terminal'],
    purity: ['args', 'failure'],
    init: [],
    shell: ['args'],
    build: ['.', 'args', 'progress', 'shell', 'terminal'],
    daemon: ['build', 'terminal'],
    commands: [
      '.',
      'args',
      'audit',
      'build',
      'daemon',
      'init',
      'progress',
      'purity',
      'shell',
      'terminal',
    ],
  },
};

/** The modules of a layer, without those of a layer within its folder. */
function modulesIn(layer: string): string[] {
  return modulesOf(layer).filter((file) => layerOf(file) === layer);
}

/** Layers that lie within the folder of another. */
const INNER = ['constructs/testing', 'lib/client/grpc-js'];

function layerOf(path: string): string {
  const inner = INNER.find((layer) => path.startsWith(layer));
  if (inner !== undefined) return inner;
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
    const wrong = modulesIn(layer).flatMap((file) => {
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
    const wrong = modulesIn(layer)
      .filter((file) => !(file in BORDERS))
      .filter((file) => IMPURE.test(codeOf(file)));

    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(FOLDERS))('the folders of %s', (layer, folders) => {
  const names = Object.keys(folders);

  test('are all known, and there is a file in each', () => {
    const found = new Set(modulesIn(layer).map((file) => folderOf(layer, file)));

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
    const needed = modulesIn(layer)
      .filter((file) => folderOf(layer, file) === name && !ENTRIES.includes(file))
      .flatMap(modulesNeededBy)
      .filter((target) => layerOf(target) === layer)
      .map((target) => folderOf(layer, target))
      .filter((folder) => folder !== name);

    expect([...new Set(needed)].sort()).toEqual([...(folders[name] ?? [])].sort());
  });
});

/** What answers requests, and so asks the outside; all else of `lib/inputs` is pure. */
const RESOLVERS = /^lib\/inputs\/(resolve|[a-z]+\/resolve|git\/inspect|debian\/archive\/)/;

/** What only what asks the outside may need when it runs. */
const OUTSIDE = [
  'lib/archive',
  'lib/client',
  'lib/environment',
  'lib/fetch',
  'lib/git',
  'lib/registry',
];

describe('kinds of input', () => {
  const pure = modulesOf('lib/inputs').filter((file) => !RESOLVERS.test(file));
  const folders = readdirSync(join(__dirname, '../lib/inputs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  test('are told apart from their resolvers', () => {
    const resolvers = modulesOf('lib/inputs').filter((file) => RESOLVERS.test(file));

    for (const name of folders) {
      expect(pure).toContain(`lib/inputs/${name}/kind.ts`);
      expect(resolvers).toContain(`lib/inputs/${name}/resolver.ts`);
    }
  });

  test('are pure, but for their resolvers', () => {
    const allowed = [
      'lib/cargo',
      'lib/debian',
      'lib/errors',
      'lib/go',
      'lib/json',
      'lib/npm',
      'lib/oci',
      'lib/python',
      'node:crypto',
    ];
    const wrong = pure.flatMap((file) =>
      importsOf(file)
        .map((specifier) => pathOf(file, specifier))
        .filter((target) =>
          layerOf(target) === 'lib/inputs'
            ? RESOLVERS.test(target)
            : !allowed.includes(layerOf(target)),
        )
        .map((target) => `${file} -> ${target}`),
    );

    expect(wrong).toEqual([]);
    expect(pure.filter((file) => IMPURE.test(codeOf(file)))).toEqual([]);
  });

  test('stand in the two lists, with the same names', () => {
    for (const list of ['kinds', 'resolvers']) {
      const named = importsOf(`lib/inputs/${list}.ts`).flatMap(
        (specifier) => /^\.\/([a-z]+)\//.exec(specifier)?.[1] ?? [],
      );
      expect(named.sort()).toEqual(folders);
    }
  });

  test('are named by those lists and by the constructs that ask, and by nothing else', () => {
    const isList = (file: string) => /^lib\/inputs\/(kinds|resolvers)\.ts$/.test(file);
    const mayAsk = (file: string) => /^constructs\/(?!app\/|core\/|image\/|testing\/)/.test(file);
    const names = folders.join('|');
    const inCode = new RegExp(
      `\\bsections\\??\\.(${names})\\b|\\bkind\\b.*[!=]== '(${names})'|'(${names})' [!=]==.*\\bkind\\b`,
    );
    const wrong = [...modulesOf('lib'), ...modulesOf('constructs')]
      .filter((file) => !isList(file) && !mayAsk(file))
      .filter((file) => {
        const own = folders.find((name) => file.startsWith(`lib/inputs/${name}/`));
        const isOfAKind = (target: string) =>
          folders.some((name) => name !== own && target.startsWith(`lib/inputs/${name}/`));
        const imported = importsOf(file).map((specifier) => pathOf(file, specifier));
        return imported.some(isOfAKind) || (own === undefined && inCode.test(codeOf(file)));
      });

    expect(wrong).toEqual([]);
  });

  test('are all that constructs load: nothing that asks the outside', () => {
    // What tests of apps build with is loaded when they build.
    const isLate = (file: string) => file.startsWith('constructs/testing/build/');
    const reached = new Set(modulesOf('constructs').filter((file) => !isLate(file)));
    for (const file of reached) {
      for (const needed of modulesNeededBy(file)) if (!isLate(needed)) reached.add(needed);
    }

    expect(reached).toContain('lib/inputs/debian/kind.ts');
    expect(
      [...reached].filter(
        (file) => RESOLVERS.test(file) || OUTSIDE.some((folder) => file.startsWith(`${folder}/`)),
      ),
    ).toEqual([]);
  });
});

test('folders are made by lib/files alone: Node’s own way spins for ever below /proc', () => {
  const recursive = /\bmkdir(?:Sync)?\([^;]*\brecursive\b/;
  const wrong = [...modulesOf('lib'), ...modulesOf('constructs')].filter((file) =>
    recursive.test(codeOf(file)),
  );

  expect(wrong).toEqual([]);
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
