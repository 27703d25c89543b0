import fc from 'fast-check';
import { copy, decodeOp, image, merge, mkdir, type State, scratch } from '../../../lib/llb';
import { digests, hex, marshal } from '../decoded';
import { graph, graphSteps, resultOf, statesOf } from '../random-graph';

test('every op stands once, behind all that it uses, and is used', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const { ops } = marshal(state);
      const seen = new Set<string>();
      const used = new Set<string>();
      for (const { digest, bytes } of ops) {
        for (const input of decodeOp(bytes).inputs) {
          expect(seen).toContain(input.digest);
          used.add(input.digest);
        }
        expect(seen).not.toContain(digest);
        seen.add(digest);
      }
      expect(ops.slice(0, -1).every(({ digest }) => used.has(digest))).toBe(true);
    }),
  );
});

test('every op has metadata, and nothing else has', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      expect(new Set(definition.metadata.keys())).toEqual(new Set(digests(definition)));
      const { caps = [] } = definition.metadata.get(definition.digest) ?? {};
      expect(caps).toEqual(['constraints', 'platform']);
    }),
  );
});

test('a graph that is built anew has the same bytes', () => {
  fc.assert(
    fc.property(graphSteps, (steps) => {
      const build = (): string => hex(marshal(resultOf(statesOf(steps))).toBytes());
      expect(build()).toBe(build());
    }),
  );
});

test('a graph twice over has each op once', () => {
  fc.assert(
    fc.property(graphSteps, (steps) => {
      const [one, other] = [resultOf(statesOf(steps)), resultOf(statesOf(steps))];
      const { ops } = marshal(merge([one, other]));
      expect(ops.length).toBe(marshal(one).ops.length + 1);
      expect(digests(marshal(merge([one, one])))).toEqual(digests(marshal(merge([one, other]))));
    }),
  );
});

test('an op is the same whatever it is a part of', () => {
  fc.assert(
    fc.property(graphSteps, (steps) => {
      const states = statesOf(steps).filter((state) => state.output !== undefined);
      const whole = new Set(digests(marshal(resultOf(states))));
      for (const state of states) {
        for (const digest of digests(marshal(state)).slice(0, -1)) expect(whole).toContain(digest);
      }
    }),
  );
});

test('what several say of one op is joined, in the order in which they are walked', () => {
  const line = (number: number) => ({ file: 'a.ts', line: number, column: 1 });
  const twice = merge([
    image('a', { customName: 'first', source: line(1) }),
    image('a', { customName: 'second', ignoreCache: true, source: line(2) }),
    image('a', { description: { k: 'v' }, exportCache: true, source: line(3) }),
  ]);
  const definition = marshal(twice);
  const [op] = definition.ops;
  expect(definition.ops.length).toBe(3);
  expect(definition.metadata.get(op?.digest ?? '')).toMatchObject({
    ignoreCache: true,
    exportCache: true,
    description: { 'llb.customname': 'second', k: 'v' },
    caps: ['source.image'],
  });
  expect(definition.locations(op?.digest ?? '')).toEqual([line(1), line(2), line(3)]);
});

test.each<[string, State, string[]]>([
  ['nothing', image('a'), []],
  ['an ignored cache', image('a', { ignoreCache: true }), ['meta.ignorecache']],
  ['a name', image('a', { customName: 'n' }), ['meta.description']],
  ['an exported cache', image('a', { exportCache: false }), ['meta.exportcache']],
  [
    'all of an op below',
    image('a', { ignoreCache: true, customName: 'n', exportCache: true }).file(mkdir('/x', 0)),
    ['meta.ignorecache', 'meta.description', 'meta.exportcache'],
  ],
])('the last op asks for what others say in metadata: %s', (_name, state, caps) => {
  const { metadata, digest } = marshal(state);
  expect(metadata.get(digest)).toEqual({
    ignoreCache: false,
    caps: ['constraints', 'platform', ...caps],
  });
});

test('the last op names the output', () => {
  const exec = image('a').run({ args: ['x'], mounts: [] });
  const { head, ops } = marshal(exec.root);
  expect(head).toEqual({ digest: ops.at(-2)?.digest, index: 0 });
  expect(decodeOp(ops.at(-1)?.bytes ?? Buffer.of())).toEqual({
    inputs: [head],
    body: undefined,
    platform: undefined,
    constraints: undefined,
  });
});

test('scratch has no op, and needs a platform all the same', () => {
  expect(marshal(scratch()).ops).toEqual([]);
  expect(marshal(merge([])).ops).toEqual([]);
  expect(() => marshal(scratch(), { platform: { os: '', architecture: '' } })).toThrow(
    expect.objectContaining({ code: 'E_LLB_OPTION' }),
  );
});

test('a wide graph is walked once for each edge', () => {
  const sources = Array.from({ length: 2000 }, (_, index) => image(`a:${index}`));
  const wide = merge(sources).file(copy(merge([...sources].reverse()), '/', '/'));
  expect(marshal(wide).ops.length).toBe(2000 + 2 + 2);
});
