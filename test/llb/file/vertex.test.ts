import fc from 'fast-check';
import {
  bindMount,
  copy,
  decodeOp,
  type FileAction,
  image,
  mkdir,
  type State,
  scratch,
} from '../../../lib/llb';
import { marshal, resultBody, resultHex, resultOp } from '../decoded';

const [a, b, c] = [image('a'), image('b'), image('c')];

/** Each action as kind, input, second input and output. */
function shape(state: State): string[] {
  return resultBody(state, 'file').actions.map(
    ({ action, input, secondaryInput, output }) =>
      `${action?.kind} ${input} ${secondaryInput} ${output}`,
  );
}

test.each<[string, State, string[]]>([
  ['one action', a.file(mkdir('/x', 0)), ['mkdir 0 -1 0']],
  ['one on scratch', scratch().file(mkdir('/x', 0)), ['mkdir -1 -1 0']],
  ['two actions', a.file(mkdir('/x', 0).mkdir('/y', 0)), ['mkdir 0 -1 -1', 'mkdir 1 -1 0']],
  [
    'copies of two states',
    a.file(copy(b, '/', '/').copy(c, '/', '/')),
    ['copy 0 1 -1', 'copy 3 2 0'],
  ],
  [
    'a copy of actions',
    a.file(copy(mkdir('/x', 0).mkdir('/y', 0).withState(b), '/', '/')),
    ['mkdir 1 -1 -1', 'mkdir 2 -1 -1', 'copy 0 3 0'],
  ],
  [
    'a copy of actions on scratch, behind an action',
    scratch().file(mkdir('/x', 0).copy(mkdir('/y', 0).withState(scratch()), '/', '/')),
    ['mkdir -1 -1 -1', 'mkdir -1 -1 -1', 'copy 0 1 0'],
  ],
  [
    'a copy of actions that copy actions',
    a.file(copy(copy(mkdir('/x', 0).withState(c), '/', '/').withState(b), '/', '/')),
    ['mkdir 2 -1 -1', 'copy 1 3 -1', 'copy 0 4 0'],
  ],
])('%s', (_name, state, expected) => {
  expect(shape(state)).toEqual(expected);
});

test('actions that are copied twice are done once', () => {
  const inner = mkdir('/x', 0).withState(b);
  const state = a.file(copy(inner, '/', '/1').copy(inner, '/', '/2'));
  expect(shape(state)).toEqual(['mkdir 1 -1 -1', 'copy 0 2 -1', 'copy 3 2 0']);
});

test('equal actions that are not the same are done each', () => {
  const inner = (): ReturnType<FileAction['withState']> => mkdir('/x', 0).withState(b);
  const state = a.file(copy(inner(), '/', '/1').copy(inner(), '/', '/2'));
  expect(resultBody(state, 'file').actions.length).toBe(4);
});

test('two outputs of one process are two inputs', () => {
  const exec = a.run({ args: ['x'], mounts: [bindMount('/m', scratch())] });
  const state = exec.root.file(copy(exec.mount('/m'), '/', '/'));
  expect(resultOp(state).inputs.map(({ index }) => index)).toEqual([0, 1]);
  expect(shape(state)).toEqual(['copy 0 1 0']);
});

test('actions that are copied twice at every depth are walked once', () => {
  let inner = mkdir('/x', 0).withState(b);
  for (let depth = 0; depth < 100; depth++) {
    inner = copy(inner, '/', '/1').copy(inner, '/', '/2').withState(c);
  }
  expect(resultBody(a.file(copy(inner, '/', '/')), 'file').actions.length).toBe(202);
});

test('equal states are one input, also if they were made apart', () => {
  const state = a.file(copy(image('b'), '/', '/1').copy(image('b'), '/', '/2'));
  expect(resultOp(state).inputs.length).toBe(2);
});

test('has neither platform nor environment, whatever its state has', () => {
  const arm = { os: 'linux', architecture: 'arm64' };
  const op = resultOp(a.platform(arm).addEnv('A', '1').user('u').file(mkdir('/x', 0)));
  expect(op.platform).toBeUndefined();
  expect(resultHex(a.addEnv('A', '1').user('u').file(mkdir('/x', 0)))).toBe(
    resultHex(a.file(mkdir('/x', 0))),
  );
});

test('the values of a state live on', () => {
  const before = a.dir('/w').addEnv('A', '1').user('u');
  expect(before.file(mkdir('/x', 0)).values).toEqual(before.values);
});

/** Actions of which some copy from others, to any depth. */
const action: fc.Arbitrary<FileAction> = fc.letrec<{ chain: FileAction }>((tie) => ({
  chain: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(0).map(() => mkdir('/leaf', 0)),
    tie('chain').map((before) => before.mkdir('/next', 0)),
    fc
      .tuple(tie('chain'), tie('chain'), fc.constantFrom(a, b, c, scratch()))
      .map(([before, from, state]) => before.copy(from.withState(state), '/', '/')),
    fc
      .tuple(tie('chain'), fc.constantFrom(a, b, c, scratch()))
      .map(([before, state]) => before.copy(state, '/', '/')),
  ),
})).chain;

test('every action uses inputs that are there, or results of actions before it', () => {
  fc.assert(
    fc.property(action, fc.constantFrom(a, scratch()), (chain, state) => {
      const made = state.file(chain);
      const { inputs } = resultOp(made);
      const { actions } = resultBody(made, 'file');
      const used = new Set<number>();
      for (const [index, { input, secondaryInput }] of actions.entries()) {
        for (const from of [input, secondaryInput]) {
          expect(from).toBeGreaterThanOrEqual(-1);
          expect(from).toBeLessThan(inputs.length + index);
          used.add(from);
        }
      }
      // Nothing is an input, and nothing is done, that no other action uses.
      for (let at = 0; at < inputs.length + actions.length - 1; at++) expect(used).toContain(at);
      expect(actions.filter(({ output }) => output === 0).length).toBe(1);
      expect(actions.at(-1)?.output).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('inputs are marshalled before the op, each once', () => {
  fc.assert(
    fc.property(action, (chain) => {
      const { ops } = marshal(a.file(chain));
      const fileOp = ops.at(-2);
      const inputs = decodeOp(fileOp?.bytes ?? Buffer.of()).inputs.map(({ digest }) => digest);
      const before = ops.slice(0, -2).map(({ digest }) => digest as string);
      expect(new Set(before)).toEqual(new Set(inputs));
    }),
  );
});
