import fc from 'fast-check';
import {
  type ExecOptions,
  image,
  type MetaMessage,
  type State,
  scratch,
  type UlimitName,
} from '../../../lib/llb';
import { optionError, resultBody } from '../decoded';

const run = (options: Partial<ExecOptions>, base: State = image('a')): State =>
  base.run({ args: ['x'], ...options }).root;
const meta = (state: State): MetaMessage => {
  const found = resultBody(state, 'exec').meta;
  if (found === undefined) throw new Error('no process');
  return found;
};

const NOTHING: MetaMessage = {
  args: ['x'],
  env: [],
  cwd: '/',
  user: '',
  proxyEnv: undefined,
  extraHosts: [],
  hostname: '',
  ulimits: [],
  cgroupParent: '',
  removeMountStubsRecursive: true,
  validExitCodes: [],
};
const PROXY = { httpProxy: '', httpsProxy: '', ftpProxy: '', noProxy: '', allProxy: '' };

test.each<[string, Partial<ExecOptions>, Partial<MetaMessage>]>([
  ['nothing', {}, {}],
  ['args', { args: ['a', '', 'b c'] }, { args: ['a', '', 'b c'] }],
  ['env as an object', { env: { B: '1', A: '' } }, { env: ['B=1', 'A='] }],
  [
    'env as pairs',
    {
      env: [
        ['B', '1'],
        ['A', '='],
        ['B', '2'],
      ],
    },
    { env: ['A==', 'B=2'] },
  ],
  ['cwd', { cwd: '/w/../x/' }, { cwd: '/w/../x/' }],
  ['a relative cwd', { cwd: 'w/../x/' }, { cwd: '/x' }],
  ['user', { user: '1000:users' }, { user: '1000:users' }],
  ['hostname', { hostname: 'h' }, { hostname: 'h' }],
  ['cgroupParent', { cgroupParent: 'c' }, { cgroupParent: 'c' }],
  ['validExitCodes', { validExitCodes: [0, 255, -1] }, { validExitCodes: [0, 255, -1] }],
  ['an empty proxy', { proxy: {} }, { proxyEnv: PROXY }],
  [
    'a whole proxy',
    { proxy: { httpProxy: 'a', httpsProxy: 'b', ftpProxy: 'c', noProxy: 'd', allProxy: 'e' } },
    { proxyEnv: { httpProxy: 'a', httpsProxy: 'b', ftpProxy: 'c', noProxy: 'd', allProxy: 'e' } },
  ],
  [
    'ulimits',
    { ulimits: [{ name: 'nofile', soft: -1, hard: 2n ** 63n - 1n }] },
    { ulimits: [{ name: 'nofile', soft: -1n, hard: 2n ** 63n - 1n }] },
  ],
  [
    'extraHosts',
    {
      extraHosts: [
        { host: 'h', ip: '10.0.0.1' },
        { host: 'h', ip: '::' },
      ],
    },
    {
      extraHosts: [
        { host: 'h', ip: '10.0.0.1' },
        { host: 'h', ip: '::' },
      ],
    },
  ],
])('%s', (_name, options, expected) => {
  expect(meta(run(options))).toEqual({ ...NOTHING, ...expected });
});

describe('what a state says of processes', () => {
  const base = image('a')
    .dir('/w')
    .addEnv('A', '1')
    .addEnv('B', '2')
    .user('u')
    .hostname('h')
    .cgroupParent('c')
    .addExtraHost('x', '::1')
    .addUlimit('core', 1, 2);

  test('is said of each', () => {
    expect(meta(run({}, base))).toEqual({
      ...NOTHING,
      cwd: '/w',
      env: ['A=1', 'B=2'],
      user: 'u',
      hostname: 'h',
      cgroupParent: 'c',
      extraHosts: [{ host: 'x', ip: '::1' }],
      ulimits: [{ name: 'core', soft: 1n, hard: 2n }],
    });
  });

  test('gives way to what an exec says, or stands before it in lists', () => {
    const options: Partial<ExecOptions> = {
      cwd: 'v',
      env: { A: '3' },
      user: 'v',
      hostname: 'i',
      cgroupParent: 'd',
      extraHosts: [{ host: 'y', ip: '::2' }],
      ulimits: [{ name: 'core', soft: 3, hard: 4 }],
    };
    expect(meta(run(options, base))).toEqual({
      ...NOTHING,
      cwd: '/w/v',
      env: ['B=2', 'A=3'],
      user: 'v',
      hostname: 'i',
      cgroupParent: 'd',
      extraHosts: [
        { host: 'x', ip: '::1' },
        { host: 'y', ip: '::2' },
      ],
      ulimits: [
        { name: 'core', soft: 1n, hard: 2n },
        { name: 'core', soft: 3n, hard: 4n },
      ],
    });
  });

  test('gives way to an empty text too', () => {
    expect(meta(run({ user: '', hostname: '', cgroupParent: '' }, base))).toMatchObject({
      user: '',
      hostname: '',
      cgroupParent: '',
    });
  });
});

test('network and security are those of the exec, else of the state', () => {
  const modes = (state: State): [number, number] => {
    const { network, security } = resultBody(state, 'exec');
    return [network, security];
  };
  const base = scratch().network('none').security('insecure');
  expect(modes(run({}))).toEqual([0, 0]);
  expect(modes(run({ network: 'host' }))).toEqual([1, 0]);
  expect(modes(run({}, base))).toEqual([2, 1]);
  expect(modes(run({ network: 'sandbox', security: 'sandbox' }, base))).toEqual([0, 0]);
});

test('devices and secrets have their names, and are needed unless they say otherwise', () => {
  const { cdiDevices, secretEnv } = resultBody(
    run({
      cdiDevices: [{ name: 'v.com/gpu=0' }, { name: 'd', optional: true }],
      secretEnv: [{ name: 'N' }, { name: 'M', id: 'i', optional: true }],
    }),
    'exec',
  );
  expect(cdiDevices).toEqual([
    { name: 'v.com/gpu=0', optional: false },
    { name: 'd', optional: true },
  ]);
  expect(secretEnv).toEqual([
    { id: 'N', name: 'N', optional: false },
    { id: 'i', name: 'M', optional: true },
  ]);
});

test('limits of 64 bits keep every digit', () => {
  const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(number, number, fc.maxSafeInteger(), (soft, hard, safe) => {
      const name: UlimitName = 'stack';
      const ulimits = [
        { name, soft, hard },
        { name, soft: safe, hard: -safe },
      ];
      expect(meta(run({ ulimits })).ulimits).toEqual([
        { name, soft, hard },
        { name, soft: BigInt(safe), hard: BigInt(-safe) },
      ]);
    }),
  );
});

describe('a value that cannot be used is refused', () => {
  const empty = ['an empty string', 'a value'] as const;
  const whole = 'a whole number, as a bigint beyond 2^53';
  test.each<[string, Partial<ExecOptions>, string, string, string]>([
    ['no program', { args: [] }, 'args', 'an empty list', 'a program and its arguments'],
    ['a variable without name', { env: { '': 'x' } }, 'env', '""', 'a name without "="'],
    ['a name with "="', { env: [['a=b', 'x']] }, 'env', '"a=b"', 'a name without "="'],
    ['a device without name', { cdiDevices: [{ name: '' }] }, 'cdiDevices name', ...empty],
    ['a secret without name', { secretEnv: [{ name: '' }] }, 'secretEnv name', ...empty],
    ['a secret without id', { secretEnv: [{ name: 'n', id: '' }] }, 'secretEnv id', ...empty],
    [
      'an exit code of 33 bits',
      { validExitCodes: [2 ** 31] },
      'validExitCodes',
      '2147483648',
      'a whole number from -2147483648 to 2147483647',
    ],
    [
      'half a limit',
      { ulimits: [{ name: 'core', soft: 0.5, hard: 1 }] },
      'ulimit soft',
      '0.5',
      whole,
    ],
    [
      'a limit that lost digits',
      { ulimits: [{ name: 'core', soft: 1, hard: 2 ** 53 }] },
      'ulimit hard',
      '9007199254740992',
      whole,
    ],
  ])('%s', (_name, options, option, got, expected) => {
    expect(() => run(options)).toThrow(optionError(option, got, expected));
  });

  test('a variable of a state without name', () => {
    expect(() => image('a').addEnv('', 'x')).toThrow(
      optionError('env', '""', 'a name without "="'),
    );
  });
});
