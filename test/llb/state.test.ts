import { posix } from 'node:path';
import fc from 'fast-check';
import { image, mkdir, type State, scratch } from '../../lib/llb';
import { marshal, optionError, resultBody, resultHex, resultOp } from './decoded';

const arm = { os: 'linux', architecture: 'arm64' };

test('scratch has no content and says nothing', () => {
  expect(scratch().output).toBeUndefined();
  expect(scratch().values).toMatchObject({
    dir: '/',
    user: '',
    hostname: '',
    cgroupParent: '',
    network: 'sandbox',
    security: 'sandbox',
    platform: undefined,
    extraHosts: [],
    ulimits: [],
  });
  expect(scratch().values.env.toArray()).toEqual([]);
});

test('values are no part of the content', () => {
  const changed = image('a')
    .addEnv('A', '1')
    .dir('/w')
    .user('u')
    .hostname('h')
    .network('none')
    .security('insecure')
    .addExtraHost('h', '::1')
    .addUlimit('core', 1, 2)
    .cgroupParent('c')
    .platform(arm);
  expect(resultHex(changed)).toBe(resultHex(image('a')));
});

test('folders are gone into as by a shell', () => {
  const part = fc.constantFrom('a', 'b/c', '..', '.', '../../x', '/', '/y', '/y/../z');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const { dir } = parts.reduce((state, path) => state.dir(path), scratch()).values;
      const clean = posix.resolve('/', ...parts);
      expect(posix.resolve(dir)).toBe(clean);
    }),
  );
});

test.each([
  ['/w', 'x', '/w/x'],
  ['/w', '', '/w'],
  ['/w', '..', '/'],
  ['/w', '/x/../y/', '/x/../y/'],
  ['', 'x', '/x'],
])('from %j one comes by %j to %j', (from, path, expected) => {
  expect(image('a').dir(from).dir(path).values.dir).toBe(expected);
});

test('a variable that is none is refused', () => {
  for (const name of ['', '=', 'A=', 'A=B']) {
    expect(() => scratch().addEnv(name, 'x')).toThrow(
      optionError('env', JSON.stringify(name), 'a name without "="'),
    );
  }
});

test('a variable that was set is found, and no other', () => {
  const state = scratch().addEnv('A', '').addEnv('B', '1').addEnv('B', '2');
  expect(['A', 'B', 'C', 'toString'].map((name) => state.getEnv(name))).toEqual([
    '',
    '2',
    undefined,
    undefined,
  ]);
});

test('a platform is normal in every state', () => {
  const state = scratch().platform({ os: 'Linux', architecture: 'x86_64', variant: 'v1' });
  expect(state.values.platform).toEqual({ os: 'linux', architecture: 'amd64' });
});

describe('content with the values of another state', () => {
  const other = scratch().dir('/other').addEnv('A', '1').user('u').platform(arm);

  test('has all of them but the folder', () => {
    const state = image('a').dir('/w').addEnv('B', '2').hostname('h').reset(other);
    expect(state.values).toMatchObject({ dir: '/', user: 'u', hostname: '', platform: arm });
    expect([state.getEnv('A'), state.getEnv('B')]).toEqual(['1', undefined]);
    expect(resultHex(state)).toBe(resultHex(image('a')));
  });

  test('has the folder too, and its own platform, where the content has one', () => {
    const platform = { os: 'linux', architecture: 's390x' };
    const state = image('a', { platform }).reset(other);
    expect(state.values).toMatchObject({ dir: '/other', platform });
  });

  test('may be scratch', () => {
    expect(scratch().reset(other).output).toBeUndefined();
    expect(scratch().reset(other).values.user).toBe('u');
  });
});

describe('what requires others', () => {
  const state = image('a').dir('/w').addEnv('A', '1');
  const required = state.requires('r', [image('b'), scratch(), image('c')]);

  test('has the content and the values from before', () => {
    expect(required.values).toEqual(state.values);
    expect(resultBody(required, 'passthrough')).toEqual({
      kind: 'passthrough',
      id: 'r',
      outputs: [0],
    });
  });

  test('waits for all of them but scratch', () => {
    const { ops } = marshal(required);
    const [a, b, c] = ops.map(({ digest }) => ({ digest, index: 0 }));
    expect(resultOp(required).inputs).toEqual([a, b, c]);
  });

  test('is the state itself without any', () => {
    expect(state.requires('r', [])).toBe(state);
  });

  test('keeps equal states apart', () => {
    expect(resultOp(state.requires('r', [state, state])).inputs.length).toBe(3);
  });

  test('has a name, and is not scratch', () => {
    expect(() => state.requires('', [image('b')])).toThrow(
      optionError('passthrough id', 'an empty string', 'a value'),
    );
    expect(() => scratch().requires('r', [image('b')])).toThrow(
      optionError('passthrough inputs', 'none that is an output', 'one that is not scratch'),
    );
  });
});

test('what is set later wins, in whatever order the rest is set', () => {
  const setters: readonly ((state: State) => State)[] = [
    (state) => state.user('u'),
    (state) => state.hostname('h'),
    (state) => state.network('host'),
    (state) => state.security('insecure'),
    (state) => state.cgroupParent('c'),
    (state) => state.platform(arm),
    (state) => state.dir('/w'),
    (state) => state.addEnv('A', '1'),
    (state) => state.addUlimit('core', 1, 1),
    (state) => state.addExtraHost('h', '::1'),
  ];
  const order = fc.shuffledSubarray([...setters], { minLength: 10, maxLength: 10 });
  const run = (list: typeof setters): string =>
    resultHex(
      list
        .reduce((state, set) => set(state), image('a').user('x').hostname('y').dir('/z'))
        .run({ args: ['x'] })
        .root.file(mkdir('d', 0)),
    );
  fc.assert(
    fc.property(order, (list) => {
      expect(run(list)).toBe(run(setters));
    }),
    { numRuns: 30 },
  );
});
