import fc from 'fast-check';
import {
  bindMount,
  cacheMount,
  image,
  type Mount,
  type State,
  scratch,
  secretMount,
  sshMount,
  tmpfsMount,
} from '../../../lib/llb';
import { mountAt, resultBody, resultHex, resultOp } from '../decoded';

const base = image('a');
const run = (mounts: readonly Mount[], readonlyRootfs = false): State =>
  base.run({ args: ['x'], mounts, readonlyRootfs }).root;
const targets = (mounts: readonly Mount[]): string[] =>
  resultBody(run(mounts), 'exec').mounts.map(({ dest }) => dest);

const target = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).map((text) => `/${text}`);
const mount: fc.Arbitrary<Mount> = fc.oneof(
  target.map((path) => bindMount(path, image('tool'))),
  target.map((path) => bindMount(path, scratch(), { readonly: true })),
  target.map((path) => bindMount(path, image('tool'), { forceNoOutput: true })),
  target.map((path) => cacheMount(path)),
  target.map((path) => tmpfsMount(path)),
);
const mounts = fc.uniqueArray(mount, { maxLength: 8, selector: (own) => own.target });

test('mounts stand in the order of the bytes of their targets, the root among them', () => {
  fc.assert(
    fc.property(mounts, (list) => {
      const expected = ['/', ...list.flatMap((own) => own.target ?? [])];
      expected.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(targets(list)).toEqual(expected);
    }),
  );
});

test('their order makes no difference', () => {
  fc.assert(
    fc.property(mounts, (list) => {
      expect(resultHex(run([...list].reverse()))).toBe(resultHex(run(list)));
    }),
  );
});

test('outputs are counted in that order, for what can be written and is kept', () => {
  fc.assert(
    fc.property(mounts, fc.boolean(), (list, readonlyRootfs) => {
      const exec = base.run({ args: ['x'], mounts: list, readonlyRootfs });
      const kept = list.filter((own) => own.kind === 'bind' && !own.readonly && !own.forceNoOutput);
      fc.pre(kept.length > 0 || !readonlyRootfs);
      const state = readonlyRootfs ? exec.mount(kept[0]?.target ?? '') : exec.root;
      const { mounts: written } = resultBody(state, 'exec');
      const outputs = written.map(({ output }) => output).filter((output) => output >= 0);
      expect(outputs).toEqual([...outputs.keys()]);
      expect(outputs.length).toBe(kept.length + (readonlyRootfs ? 0 : 1));
      for (const own of kept) {
        const index = exec.mount(own.target ?? '').output?.index;
        expect(index).toBe(written.find(({ dest }) => dest === own.target)?.output);
      }
    }),
  );
});

test('a state that several mounts have is one input', () => {
  const tool = image('tool');
  const state = run([bindMount('/b', tool), bindMount('/c', image('tool')), bindMount('/d', base)]);
  expect(resultOp(state).inputs.length).toBe(2);
  expect(mountAt(state, '/b').input).toBe(mountAt(state, '/c').input);
  expect(mountAt(state, '/d').input).toBe(mountAt(state, '/').input);
});

test('two outputs of one process are two inputs', () => {
  const exec = base.run({ args: ['x'], mounts: [bindMount('/m', scratch())] });
  const mounts = [bindMount('/b', exec.mount('/m')), bindMount('/c', exec.root)];
  const state = exec.root.run({ args: ['y'], mounts }).root;
  const { inputs } = resultOp(state);
  expect(inputs.map(({ index }) => index)).toEqual([0, 1]);
  expect(['/', '/b', '/c'].map((path) => mountAt(state, path).input)).toEqual([0, 1, 0]);
});

test('inputs stand in the order in which mounts use them', () => {
  const state = run([bindMount('!', image('first')), bindMount('/z', image('last'))]);
  expect(['!', '/', '/z'].map((path) => mountAt(state, path).input)).toEqual([0, 1, 2]);
});

test('mounts of the same target keep their order', () => {
  const state = run([cacheMount('/m', { id: '2' }), cacheMount('/m', { id: '1' })]);
  const ids = resultBody(state, 'exec').mounts.map(({ cacheOpt }) => cacheOpt?.id);
  expect(ids).toEqual([undefined, '2', '1']);
});

test('secrets and then agents follow in the order in which they were given', () => {
  const list = [
    sshMount({ id: '2' }),
    secretMount('/z'),
    bindMount('/b', scratch()),
    sshMount({ target: '/a' }),
    sshMount(),
    secretMount('/a'),
  ];
  expect(targets(list)).toEqual([
    '/',
    '/b',
    '/z',
    '/a',
    '/run/buildkit/ssh_agent.0',
    '/a',
    '/run/buildkit/ssh_agent.2',
  ]);
});

test('an empty target of an agent is none', () => {
  expect(targets([sshMount({ target: '' })])).toEqual(['/', '/run/buildkit/ssh_agent.0']);
});
