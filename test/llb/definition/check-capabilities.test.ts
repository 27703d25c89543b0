import {
  bindMount,
  CAPABILITIES,
  capabilityErrors,
  checkCapabilities,
  copy,
  Definition,
  image,
  mkdir,
  type State,
  scratch,
} from '../../../lib/llb';
import { referenceDefinition, referenceVectors } from '../reference-vectors';

const platform = { os: 'linux', architecture: 'amd64' };
const source = { file: 'app.ts', line: 12, column: 5 };

const minor = (since: string): number => Number(since.split('.')[1]);

/** What a BuildKit of this minor version can do. */
const daemon = (version: number): ReadonlySet<string> =>
  new Set(
    Object.entries(CAPABILITIES)
      .filter(([, { since }]) => minor(since) <= version)
      .map(([name]) => name),
  );

const missing = (state: State, version: number) =>
  checkCapabilities(state.marshal({ platform }), daemon(version));

test('a daemon that has all lacks nothing', () => {
  const state = image('alpine').run({ args: ['x'], linuxResources: { memory: 1 } }).root;
  expect(missing(state, 31)).toEqual([]);
});

test('what is missing comes with vertex, option, version and line', () => {
  const state = image('alpine').run({
    args: ['make', 'all'],
    linuxResources: { memory: 1 },
    source,
  }).root;
  const definition = state.marshal({ platform });
  expect(checkCapabilities(definition, daemon(30))).toEqual([
    {
      digest: definition.ops[1]?.digest,
      name: 'make all',
      capability: 'exec.meta.linux.resources',
      option: 'linuxResources',
      since: '0.31',
      source,
    },
  ]);
});

test.each([
  ['a symlink', 18, scratch().file(mkdir('/a', 0).symlink('/a', '/b')), 'symlink'],
  [
    'required paths',
    25,
    scratch().file(copy(image('a'), '/', '/', { includePatterns: ['x'], requiredPaths: ['x'] })),
    'copy requiredPaths',
  ],
  ['a passthrough', 30, image('a').requires('r', [image('b')]), 'requires or passthrough'],
  [
    'valid exit codes',
    16,
    image('a').run({ args: ['x'], validExitCodes: [1] }).root,
    'validExitCodes',
  ],
  [
    'a content cache',
    12,
    image('a').run({ args: ['x'], mounts: [bindMount('/a', scratch(), { contentCache: 'off' })] })
      .root,
    'contentCache of a mount',
  ],
])('%s is missing in BuildKit 0.%i and there one later', (_name, version, state, option) => {
  expect(missing(state, version).map((entry) => entry.option)).toEqual([option]);
  expect(missing(state, version + 1)).toEqual([]);
});

test("file actions of Go's client are looked through, as it does not ask for them", () => {
  const symlinks = referenceVectors()
    .filter(({ recipe }) => JSON.stringify(recipe.steps.at(-1)).includes('"kind":"symlink"'))
    .map(referenceDefinition);
  expect(symlinks.length).toBeGreaterThan(3);
  for (const definition of symlinks) {
    const found = checkCapabilities(definition, daemon(18)).map(({ option }) => option);
    expect(found).toContain('symlink');
  }
});

test('a capability that this library does not know is named as it is', () => {
  const { ops } = image('a').marshal({ platform });
  const metadata = new Map([[ops[0]?.digest ?? '', { ignoreCache: false, caps: ['new.thing'] }]]);
  const definition = new Definition(ops, metadata, () => undefined);
  expect(checkCapabilities(definition, daemon(31))).toMatchObject([
    { capability: 'new.thing', option: 'new.thing', since: undefined },
  ]);
});

test('errors say what is needed, what there is and what can be done', () => {
  const state = image('a').requires('r', [image('b')], { source });
  expect(capabilityErrors(missing(state, 30))).toMatchObject([
    {
      code: 'E_LLB_CAPABILITY',
      message: 'vertex "passthrough r" needs "requires or passthrough"',
      details: { expected: 'BuildKit 0.31 or newer', source },
    },
  ]);
});

test('every capability that a vector asks for is known', () => {
  const unknown = referenceVectors()
    .map(referenceDefinition)
    .flatMap(({ metadata }) => [...metadata.values()].flatMap(({ caps }) => caps))
    .filter((cap) => CAPABILITIES[cap] === undefined);
  expect(unknown).toEqual([]);
});
