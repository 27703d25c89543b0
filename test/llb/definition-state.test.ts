import fc from 'fast-check';
import {
  Definition,
  image,
  local,
  merge,
  SourceMap,
  type State,
  scratch,
  stateFromDefinition,
} from '../../lib/llb';
import { definition } from './arbitrary-metadata';
import { digests, hex, marshal } from './decoded';
import { graph } from './random-graph';

const ARM = { platform: { os: 'linux', architecture: 'arm64' } };

test('a graph that was marshalled and taken up again has the same bytes', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const before = marshal(state, { customName: 'n', exportCache: true });
      const again = marshal(stateFromDefinition(before), ARM);
      expect(digests(again)).toEqual(digests(before));
      expect(hex(again.toBytes())).toBe(hex(before.toBytes()));
    }),
  );
});

test('a graph of any ops has the same ops when it is taken up again', () => {
  fc.assert(
    fc.property(definition, (before) => {
      const again = marshal(stateFromDefinition(before));
      const kept = new Set(digests(again));
      // What the result does not use is not marshalled again.
      for (const digest of kept) expect(digests(before)).toContain(digest);
      expect(again.digest).toBe(before.digest);
    }),
  );
});

test('what is built on a graph taken up is what is built on the graph', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const build = (base: State): string[] =>
        digests(marshal(merge([base.run({ args: ['x'] }).root, image('z')])));
      expect(build(stateFromDefinition(marshal(state)))).toEqual(build(state));
    }),
  );
});

test('equal ops of a graph taken up and of a new one are one', () => {
  const state = image('a').run({ args: ['x'] }).root;
  const both = marshal(merge([state, stateFromDefinition(marshal(state))]));
  expect(both.ops.length).toBe(4);
});

test('metadata, lines and files live on', () => {
  const map = new SourceMap('Makefile', { state: local('x'), data: Buffer.from('all:') });
  const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 3 } };
  const state = image('a', { ignoreCache: true, source: map.location([range]) });
  const before = marshal(state);
  const again = marshal(stateFromDefinition(before));
  expect(again.metadata).toEqual(before.metadata);
  expect(again.source?.infos[0]).toMatchObject({ filename: 'Makefile', language: '' });
  expect(hex(again.toBytes())).toBe(hex(before.toBytes()));
});

test('the second output of an op is taken up as such', () => {
  const exec = image('a').run({
    args: ['x'],
    mounts: [
      {
        kind: 'bind',
        target: '/m',
        state: scratch(),
        readonly: false,
        selector: '',
        forceNoOutput: false,
        contentCache: 'default',
      },
    ],
  });
  const state = stateFromDefinition(marshal(exec.mount('/m')));
  expect(state.output?.index).toBe(1);
  expect(marshal(state).digest).toBe(marshal(exec.mount('/m')).digest);
});

test('the state has the platform of its op, and no other values', () => {
  const odd = { os: 'linux', architecture: 'arm', variant: 'v5', osFeatures: ['f'] };
  const base = image('a', { platform: odd }).addEnv('A', '1').dir('/w').user('u');
  const state = stateFromDefinition(marshal(base));
  expect(state.values.platform).toEqual(odd);
  expect([state.getEnv('A'), state.values.dir, state.values.user]).toEqual([undefined, '/', '']);
  expect(stateFromDefinition(marshal(local('x'))).values.platform).toBeUndefined();
});

test('scratch is scratch', () => {
  expect(stateFromDefinition(Definition.EMPTY).output).toBeUndefined();
  expect(stateFromDefinition(Definition.fromBytes(Buffer.of())).output).toBeUndefined();
});
