import { compareDefinitions, dotOfDefinition, dumpDefinition } from '../../lib/graph';
import {
  copy,
  Definition,
  type FileAction,
  image,
  local,
  merge,
  mkdir,
  type State,
  scratch,
  stateFromDefinition,
} from '../../lib/llb';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
const arm64 = { platform: { os: 'linux', architecture: 'arm64' } };

function chain(length: number): State {
  let state = image('alpine');
  for (let step = 0; step < length; step++) state = state.run({ args: ['step', `${step}`] }).root;
  return state;
}

describe('a chain of 20,000 ops', () => {
  const definition = chain(20_000).marshal(amd64);

  test('is marshalled without recursion', () => {
    expect(definition.ops.length).toBe(20_002);
  });

  test('is read, taken up again, changed, compared and printed without recursion', () => {
    const read = Definition.fromBytes(definition.toBytes());
    expect(read.digest).toBe(definition.digest);
    expect(stateFromDefinition(read).marshal(amd64).digest).toBe(definition.digest);
    const mapped = read.mapSources(({ attrs }) => ({ identifier: 'docker-image://x', attrs }));
    const { changed, affected } = compareDefinitions(definition, mapped);
    expect([changed.length, affected.length]).toEqual([1, 20_001]);
    expect(dumpDefinition(read).split('\n').length).toBe(20_003);
    expect(dotOfDefinition(read).split('\n').length).toBeGreaterThan(40_000);
  });
});

test('a long chain of file actions is one op', () => {
  let action: FileAction = mkdir('/0', 0o755);
  for (let step = 1; step < 20_000; step++) action = action.mkdir(`/${step}`, 0o755);
  expect(scratch().file(action).marshal(amd64).ops.length).toBe(2);
});

test('actions that copy from actions are nested without recursion', () => {
  let action: FileAction = mkdir('/0', 0o755);
  for (let step = 1; step < 5_000; step++) action = copy(action.withState(scratch()), '/', '/');
  const { ops } = scratch().file(action).marshal(amd64);
  expect(ops.length).toBe(2);
});

test('a graph with very many ways from result to source is walked once', () => {
  let state = local('x');
  for (let level = 0; level < 200; level++) state = merge([state, state]);
  expect(state.marshal(amd64).ops.length).toBe(202);
});

describe('sharing', () => {
  const base = chain(20);

  test('a state that a thousand images use is marshalled once', () => {
    const definitions = Array.from({ length: 1000 }, (_, index) =>
      base.run({ args: ['image', `${index}`] }).root.marshal(amd64),
    );
    const first = definitions[0]?.ops ?? [];
    for (const { ops } of definitions) {
      expect(ops.length).toBe(23);
      for (let at = 0; at < 21; at++) expect(ops[at]?.bytes).toBe(first[at]?.bytes);
    }
  });

  test('is kept for each platform', () => {
    const one = base.marshal(amd64);
    const other = base.marshal(arm64);
    const again = base.marshal({ platform: { os: 'linux', architecture: 'amd64' } });
    expect(other.digest).not.toBe(one.digest);
    expect(again.ops[5]?.bytes).toBe(one.ops[5]?.bytes);
    expect(base.marshal(arm64).ops[5]?.bytes).toBe(other.ops[5]?.bytes);
  });
});
