import fc from 'fast-check';
import {
  CAPABILITIES,
  checkCapabilities,
  copy,
  Definition,
  image,
  mkdir,
  type OpMetadata,
  type State,
  scratch,
} from '../../../lib/llb';
import { StoredDefinition } from '../../../lib/llb/definition/stored';
import { marshal } from '../decoded';
import { graph } from '../random-graph';

/** A definition as Go's client makes it, which forgets what file actions need. */
function withCaps(state: State, caps: readonly string[]): Definition {
  const { ops, head } = marshal(state);
  const metadata = new Map<string, OpMetadata>([
    [head?.digest ?? '', { ignoreCache: false, caps }],
  ]);
  return new Definition(ops, metadata, () => undefined);
}

const everything = scratch().file(
  mkdir('/d', 0)
    .symlink('/a', '/b')
    .copy(image('a'), '/', '/', { includePatterns: ['x'], requiredPaths: ['x'] })
    .copy(image('a'), '/', '/', { alwaysReplaceExistingDestPaths: true }),
);
const FILE_CAPS = [
  'file.copy.alwaysreplaceexistingdestpaths',
  'file.copy.includeexcludepatterns',
  'file.copy.requiredpaths',
  'file.symlink.create',
];

test.each([
  ['says nothing', []],
  ['asks for files', ['file.base']],
])('an op that %s is looked through for what its actions need', (_name, caps) => {
  const { capabilities } = withCaps(everything, caps);
  expect([...capabilities].sort()).toEqual([...caps, ...FILE_CAPS].sort());
});

test('patterns that leave something out need the same as those that let in', () => {
  const state = scratch().file(copy(image('a'), '/', '/', { excludePatterns: ['x'] }));
  expect([...withCaps(state, []).capabilities]).toEqual(['file.copy.includeexcludepatterns']);
});

test.each([
  ['a folder', scratch().file(mkdir('/d', 0))],
  ['a plain copy', scratch().file(copy(image('a'), '/', '/'))],
  ['a process', image('a').run({ args: ['x'] }).root],
])('nothing is found in an op with %s', (_name, state) => {
  expect([...withCaps(state, []).capabilities]).toEqual([]);
});

test('an op that asks for something else is believed', () => {
  const { capabilities } = withCaps(everything, ['exec.meta.base']);
  expect([...capabilities]).toEqual(['exec.meta.base']);
});

test('a definition asks for what its ops ask for, each once', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state, { ignoreCache: true, customName: 'n' });
      const all = [...definition.metadata.values()].flatMap(({ caps }) => caps);
      expect(new Set(definition.capabilities)).toEqual(new Set(all));
      expect(definition.capabilities).toContain('meta.ignorecache');
      const read = Definition.fromBytes(definition.toBytes());
      expect(new Set(read.capabilities)).toEqual(new Set(all));
    }),
  );
});

test('nothing that this library asks for is unknown to it', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state, { exportCache: true, ignoreCache: true, customName: 'n' });
      for (const cap of definition.capabilities) expect(CAPABILITIES).toHaveProperty([cap]);
    }),
  );
});

test('what a daemon lacks is found at each op that asks for it, in their order', () => {
  fc.assert(
    fc.property(graph, fc.infiniteStream(fc.boolean()), (state, coin) => {
      const definition = marshal(state);
      const daemon = new Set([...definition.capabilities].filter(() => coin.next().value === true));
      const expected = definition.ops.flatMap(({ digest }) =>
        (definition.metadata.get(digest)?.caps ?? [])
          .filter((cap) => !daemon.has(cap))
          .map((cap) => `${digest} ${cap}`),
      );
      const found = checkCapabilities(definition, daemon).map(
        ({ digest, capability }) => `${digest} ${capability}`,
      );
      expect(found).toEqual(expected);
      const stored = new StoredDefinition(definition.toBytes(), definition.capabilities);
      expect(checkCapabilities(stored, daemon).length).toBe(expected.length);
    }),
  );
});

test.each(['constructor', '__proto__', 'toString'])(
  'a capability with the name %s is one that nobody knows',
  (name) => {
    const missing = checkCapabilities(withCaps(image('a'), [name]), new Set());
    expect(missing).toMatchObject([{ capability: name, option: name, since: undefined }]);
  },
);

test('versions are minor ones, and names are those of BuildKit', () => {
  for (const [name, { since, option }] of Object.entries(CAPABILITIES)) {
    expect(since).toMatch(/^0\.(?:[3-9]|[12]\d|3[01])$/);
    expect(name).toMatch(/^[a-z][a-z.-]+$/);
    expect(option).not.toBe('');
  }
});
