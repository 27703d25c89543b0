import fc from 'fast-check';
import { bindMount, cacheMount, image, type Mount, scratch, tmpfsMount } from '../../../lib/llb';
import { marshal, resultOp } from '../decoded';

const base = image('a').dir('/w').addEnv('A', '1').user('u');
const other = image('b').dir('/other');
const run = (mounts: readonly Mount[], readonlyRootfs = false) =>
  base.run({ args: ['x'], mounts, readonlyRootfs, cwd: '/in', env: { B: '2' }, user: 'v' });

test('the root after the process has the values from before it', () => {
  const { root } = run([]);
  expect(root.values).toMatchObject({ dir: '/w', user: 'u' });
  expect([root.getEnv('A'), root.getEnv('B')]).toEqual(['1', undefined]);
  expect(root.output?.vertex).not.toBe(base.output?.vertex);
});

test('the root can be had as a mount', () => {
  const exec = run([]);
  expect(exec.mount('/').output).toEqual(exec.root.output);
});

test('a mount after the process has the values of the state that was mounted', () => {
  const state = run([bindMount('/m', other)]).mount('/m');
  expect(state.values.dir).toBe('/other');
  expect(state.getEnv('A')).toBeUndefined();
  expect(state.output?.index).toBe(1);
});

test('states of one process are outputs of one op', () => {
  const exec = run([bindMount('/m', other), bindMount('/n', scratch())]);
  const merged = ['/', '/m', '/n'].map((path) => marshal(exec.mount(path)));
  expect(new Set(merged.map(({ head }) => head?.digest)).size).toBe(1);
  expect(merged.map(({ head }) => head?.index)).toEqual([0, 1, 2]);
});

test.each([['a read-only mount', bindMount('/m', other, { readonly: true })]])(
  '%s is what it was before',
  (_name, mount) => {
    expect(run([mount]).mount('/m').output).toBe(other.output);
  },
);

test('a read-only root is what it was before, and the op is there no more', () => {
  const { root } = run([], true);
  expect(root.output).toBe(base.output);
  expect(resultOp(root).body?.kind).toBe('source');
});

test('a read-only mount of scratch is scratch', () => {
  const state = run([bindMount('/m', scratch(), { readonly: true })]).mount('/m');
  expect(state.output).toBeUndefined();
});

test.each<[string, readonly Mount[], string, string]>([
  ['a cache', [cacheMount('/m')], '/m', 'a cache mount is not kept'],
  ['a tmpfs', [tmpfsMount('/m')], '/m', 'a tmpfs mount is not kept'],
  [
    'what is thrown away',
    [bindMount('/m', other, { forceNoOutput: true })],
    '/m',
    'the mount has forceNoOutput',
  ],
  ['what is not mounted', [], '/m', 'there is no such mount'],
  ['a path inside a mount', [bindMount('/m', other)], '/m/', 'there is no such mount'],
])('%s has no state after the process', (_name, mounts, target, got) => {
  expect(() => run(mounts).mount(target)).toThrow(
    expect.objectContaining({
      code: 'E_LLB_MOUNT',
      message: `mount "${target}" has no output state`,
      details: { got, expected: 'a bind mount, without forceNoOutput' },
    }),
  );
});

describe('the platform of what a process leaves behind', () => {
  const arm = { os: 'linux', architecture: 'aarch64' };

  test('is that of the process, if it has its own', () => {
    const exec = base.run({ args: ['x'], platform: arm, mounts: [bindMount('/m', other)] });
    for (const path of ['/', '/m']) {
      expect(exec.mount(path).values.platform).toEqual({ os: 'linux', architecture: 'arm64' });
    }
  });

  test('is that of each state otherwise', () => {
    const exec = base
      .platform(arm)
      .run({ args: ['x'], mounts: [bindMount('/m', image('c', { platform: arm }))] });
    expect(exec.root.values.platform?.architecture).toBe('arm64');
    expect(exec.mount('/m').values.platform?.architecture).toBe('arm64');
    expect(run([bindMount('/m', other)]).mount('/m').values.platform).toBeUndefined();
  });
});

test('a chain of processes has one op for each, whatever is mounted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }), (picks) => {
      const states = [base];
      for (const [step, pick] of picks.entries()) {
        const from = states[pick % states.length] ?? base;
        const previous = states.at(-1) ?? base;
        states.push(previous.run({ args: [`${step}`], mounts: [bindMount('/m', from)] }).root);
      }
      expect(marshal(states.at(-1) ?? base).ops.length).toBe(picks.length + 2);
    }),
  );
});
