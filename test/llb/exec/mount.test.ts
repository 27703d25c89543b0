import {
  bindMount,
  type CacheMountOptions,
  cacheMount,
  image,
  type Mount,
  type MountMessage,
  type SecretMountOptions,
  type State,
  scratch,
  secretMount,
  sshMount,
  tmpfsMount,
} from '../../../lib/llb';
import { mountAt, optionError, resultCaps, resultOp } from '../decoded';

const tool = image('tool');
const run = (...mounts: readonly Mount[]): State => image('a').run({ args: ['x'], mounts }).root;

/** What a mount is where nothing is said. */
const NOTHING: MountMessage = {
  input: -1,
  selector: '',
  dest: '/m',
  output: -1,
  readonly: false,
  mountType: 0,
  tmpfsOpt: undefined,
  cacheOpt: undefined,
  secretOpt: undefined,
  sshOpt: undefined,
  resultId: '',
  contentCache: 0,
};

test.each<[string, Mount, Partial<MountMessage>, string[]]>([
  ['a bind mount', bindMount('/m', tool), { input: 1, output: 1 }, []],
  ['a bind mount of scratch', bindMount('/m', scratch()), { output: 1 }, []],
  [
    'a read-only bind mount',
    bindMount('/m', tool, { readonly: true }),
    { input: 1, readonly: true },
    [],
  ],
  [
    'a bind mount of a folder',
    bindMount('/m', tool, { selector: 'b/c' }),
    { input: 1, output: 1, selector: 'b/c' },
    ['exec.mount.selector'],
  ],
  [
    'a bind mount that is thrown away',
    bindMount('/m', tool, { forceNoOutput: true }),
    { input: 1 },
    [],
  ],
  [
    'a bind mount with its content in the cache',
    bindMount('/m', tool, { contentCache: 'on' }),
    { input: 1, output: 1, contentCache: 1 },
    ['exec.mount.cache.content'],
  ],
  [
    'a bind mount without its content in the cache',
    bindMount('/m', tool, { contentCache: 'off' }),
    { input: 1, output: 1, contentCache: 2 },
    ['exec.mount.cache.content'],
  ],
  [
    'a cache mount',
    cacheMount('/m'),
    { mountType: 3, cacheOpt: { id: '/m', sharing: 0 } },
    ['exec.mount.cache', 'exec.mount.cache.sharing'],
  ],
  [
    'a cache mount with all options',
    cacheMount('/m', {
      id: 'i',
      sharing: 'locked',
      source: tool,
      selector: 's',
      readonly: true,
      contentCache: 'off',
    }),
    {
      mountType: 3,
      input: 1,
      selector: 's',
      readonly: true,
      cacheOpt: { id: 'i', sharing: 2 },
      contentCache: 2,
    },
    [
      'exec.mount.cache',
      'exec.mount.cache.content',
      'exec.mount.cache.sharing',
      'exec.mount.selector',
    ],
  ],
  [
    'a tmpfs mount',
    tmpfsMount('/m'),
    { mountType: 4, tmpfsOpt: { size: 0n } },
    ['exec.mount.tmpfs'],
  ],
  [
    'a tmpfs mount with all options',
    tmpfsMount('/m', { size: 2n ** 63n - 1n, readonly: true }),
    { mountType: 4, readonly: true, tmpfsOpt: { size: 2n ** 63n - 1n } },
    ['exec.mount.tmpfs', 'exec.mount.tmpfs.size'],
  ],
  [
    'a secret',
    secretMount('/m'),
    {
      mountType: 1,
      output: 0,
      secretOpt: { id: '/m', uid: 0, gid: 0, mode: 0o400, optional: false },
    },
    ['exec.mount.secret'],
  ],
  [
    'a secret with all options',
    secretMount('/m', { id: 'i', uid: 1, gid: 2, mode: 0o7777, optional: true }),
    {
      mountType: 1,
      output: 0,
      secretOpt: { id: 'i', uid: 1, gid: 2, mode: 0o7777, optional: true },
    },
    ['exec.mount.secret'],
  ],
  [
    'an ssh agent',
    sshMount({ target: '/m' }),
    { mountType: 2, output: 0, sshOpt: { id: '', uid: 0, gid: 0, mode: 0o600, optional: false } },
    ['exec.mount.ssh'],
  ],
  [
    'an ssh agent with all options',
    sshMount({ target: '/m', id: 'i', uid: 1, gid: 2, mode: 0, optional: true }),
    { mountType: 2, output: 0, sshOpt: { id: 'i', uid: 1, gid: 2, mode: 0, optional: true } },
    ['exec.mount.ssh'],
  ],
])('%s', (_name, mount, expected, caps) => {
  expect(mountAt(run(mount), '/m')).toEqual({ ...NOTHING, ...expected });
  expect(resultCaps(run(mount))).toEqual(['exec.meta.base', 'exec.mount.bind', ...caps].sort());
});

test('a root of scratch needs no bind mount', () => {
  const exec = (mounts: readonly Mount[]): State => scratch().run({ args: ['x'], mounts }).root;
  expect(resultCaps(exec([]))).toEqual(['exec.meta.base']);
  expect(resultCaps(exec([bindMount('/m', scratch())]))).toEqual(['exec.meta.base']);
  expect(resultCaps(exec([bindMount('/m', tool)]))).toContain('exec.mount.bind');
  expect(resultOp(exec([])).inputs).toEqual([]);
});

test.each(['shared', 'private', 'locked'] as const)('sharing %s has its number', (sharing) => {
  const numbers = { shared: 0, private: 1, locked: 2 };
  expect(mountAt(run(cacheMount('/m', { sharing })), '/m').cacheOpt?.sharing).toBe(
    numbers[sharing],
  );
});

describe('a value that cannot be used is refused', () => {
  const empty = ['an empty string', 'a value'] as const;
  test.each<[string, () => unknown, string, string, string]>([
    ['bind target', () => bindMount('', tool), 'mount target', ...empty],
    ['cache target', () => cacheMount(''), 'mount target', ...empty],
    ['cache id', () => cacheMount('/m', { id: '' }), 'cache mount id', ...empty],
    ['tmpfs target', () => tmpfsMount(''), 'mount target', ...empty],
    ['secret target', () => secretMount(''), 'secret target', ...empty],
    ['tmpfs size', () => tmpfsMount('/m', { size: -1 }), 'tmpfs size', '-1', 'a number of bytes'],
    [
      'tmpfs size of half a byte',
      () => tmpfsMount('/m', { size: 0.5 }),
      'tmpfs size',
      '0.5',
      'a whole number, as a bigint beyond 2^53',
    ],
    [
      'tmpfs size beyond 64 bits',
      () => tmpfsMount('/m', { size: 2n ** 63n }),
      'tmpfs size',
      '9223372036854775808',
      'a whole number from -9223372036854775808 to 9223372036854775807',
    ],
  ])('%s', (_name, make, option, got, expected) => {
    expect(make).toThrow(optionError(option, got, expected));
  });

  test.each<[keyof SecretMountOptions, number, string, string]>([
    ['uid', -1, '-1', 'a whole number from 0 to 4294967295'],
    ['gid', 2 ** 32, '4294967296', 'a whole number from 0 to 4294967295'],
    ['mode', 0o10000, '0o10000', 'mode bits, 0 to 0o7777'],
    ['mode', -1, '-1', 'mode bits, 0 to 0o7777'],
    ['mode', Number.POSITIVE_INFINITY, 'Infinity', 'mode bits, 0 to 0o7777'],
  ])('%s %d of a secret or an agent', (option, value, got, expected) => {
    expect(() => secretMount('/m', { [option]: value })).toThrow(
      optionError(option, got, expected),
    );
    expect(() => sshMount({ [option]: value })).toThrow(optionError(option, got, expected));
  });
});

test('a secret with an id may have no target, as the daemon says where it is', () => {
  expect(secretMount('', { id: 'i' })).toMatchObject({ target: '', id: 'i' });
});

test('the same cache has the same op, whatever else is said of the caches beside it', () => {
  const options: CacheMountOptions = { id: 'i', sharing: 'private' };
  const first = mountAt(run(cacheMount('/m', options), cacheMount('/n')), '/m');
  const second = mountAt(run(cacheMount('/n', { id: 'i' }), cacheMount('/m', options)), '/m');
  expect(first).toEqual(second);
});
