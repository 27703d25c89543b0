import {
  bindMount,
  cacheMount,
  copy,
  type ExecOptions,
  formatImageReference,
  git,
  http,
  image,
  imageBlob,
  mkdir,
  mkfile,
  nestedBuild,
  parseImageReference,
  passthrough,
  scratch,
  secretMount,
  shlex,
  tmpfsMount,
} from '../../lib/llb';
import { canonicalIp } from '../../lib/llb/exec/ip-address';

const platform = { os: 'linux', architecture: 'amd64' };
const run = (options: Partial<ExecOptions>) => image('alpine').run({ args: ['x'], ...options });
const optionError = expect.objectContaining({ code: 'E_LLB_OPTION' });
const referenceError = expect.objectContaining({ code: 'E_IMAGE_REFERENCE' });

describe('option values', () => {
  test.each([
    ['no arguments', () => run({ args: [] })],
    ['a variable without name', () => run({ env: { '': 'a' } })],
    ['a variable with "=" in its name', () => run({ env: { 'A=B': 'a' } })],
    ['an address that is none', () => run({ extraHosts: [{ host: 'h', ip: '1.2.3' }] })],
    ['an exit code beyond 32 bits', () => run({ validExitCodes: [2 ** 31] })],
    ['a secret variable without name', () => run({ secretEnv: [{ name: '' }] })],
    ['a mount without target', () => bindMount('', scratch())],
    ['a cache without id', () => cacheMount('/c', { id: '' })],
    ['a tmpfs of negative size', () => tmpfsMount('/t', { size: -1 })],
    ['a negative uid', () => secretMount('/s', { uid: -1 })],
    ['a uid beyond 32 bits', () => mkdir('/a', 0, { owner: { user: 2 ** 32 } })],
    ['mode bits that a folder cannot have', () => mkdir('/a', 0o1777)],
    ['a mode that is no number', () => mkfile('/a', Number.NaN, '')],
    ['a copy mode out of range', () => copy(scratch(), '/', '/', { mode: 0o10000 })],
    ['a date that is none', () => mkfile('/a', 0, '', { timestamp: new Date('x') })],
    ['an empty URL', () => http('')],
    ['an empty id of a passthrough', () => passthrough('', [{ state: image('a'), output: true }])],
    ['a passthrough of scratch', () => passthrough('p', [{ state: scratch(), output: true }])],
    ['a passthrough without output', () => passthrough('p', [{ state: image('a') }])],
    ['a nested build of scratch', () => nestedBuild(scratch())],
    ['resources out of range', () => run({ linuxResources: { cpuShares: -1 } })],
    ['a platform without os', () => image('a', { platform: { os: '', architecture: 'x' } })],
    ['an image config that is no JSON', () => image('a').withImageConfig(Buffer.from('x'))],
    ['an image config of another shape', () => image('a').withImageConfig(Buffer.from('[]'))],
    ['a command line with an open quote', () => shlex('a "b')],
    ['a command line that ends in a backslash', () => shlex('a \\')],
  ])('rejects %s', (_name, make) => {
    expect(make).toThrow(optionError);
  });

  test('says what was found and what is expected', () => {
    expect(() => mkdir('/a', 0o1777)).toThrow(
      expect.objectContaining({
        message: 'option "mkdir mode" has a value that cannot be used',
        details: expect.objectContaining({
          got: '0o1777',
          expected: 'permission bits, 0 to 0o777',
        }),
      }),
    );
  });

  test('rejects a marshalling without platform', () => {
    expect(() => image('a').marshal({ platform: { os: 'linux', architecture: '' } })).toThrow(
      optionError,
    );
  });
});

describe('outputs of mounts', () => {
  test.each([
    ['a cache mount', '/cache'],
    ['a tmpfs mount', '/tmp'],
    ['a mount with forceNoOutput', '/none'],
    ['a mount that is not there', '/other'],
    ['a secret', '/secret'],
  ])('rejects %s', (_name, target) => {
    const exec = run({
      mounts: [
        cacheMount('/cache'),
        tmpfsMount('/tmp'),
        bindMount('/none', scratch(), { forceNoOutput: true }),
        secretMount('/secret'),
      ],
    });
    expect(() => exec.mount(target)).toThrow(expect.objectContaining({ code: 'E_LLB_MOUNT' }));
  });

  test('a read-only mount holds what it held before', () => {
    const before = image('busybox');
    const exec = run({ mounts: [bindMount('/a', before, { readonly: true })] });
    expect(exec.mount('/a').output).toBe(before.output);
  });

  test('a read-only root is the root before', () => {
    const before = image('busybox').dir('/w');
    const exec = before.run({ args: ['x'], readonlyRootfs: true });
    expect(exec.root.output).toBe(before.output);
    expect(exec.root.values.dir).toBe('/w');
  });

  test('options of one exec do not reach the next one', () => {
    const state = run({ cwd: '/w', user: 'u', env: { A: '1' } }).root;
    expect(state.values).toMatchObject({ dir: '/', user: '' });
    expect(state.getEnv('A')).toBeUndefined();
  });
});

describe('image references', () => {
  test.each([
    ['', 'an empty text'],
    ['a'.repeat(64), 'an id'],
    ['Debian', 'upper case in a name of the default registry'],
    ['docker.io/Library/debian', 'upper case in a path'],
    ['debian:', 'an empty tag'],
    [`debian:${'t'.repeat(129)}`, 'a long tag'],
    ['debian@sha256:abc', 'a short digest'],
    [`debian@sha256:${'A'.repeat(64)}`, 'a digest in upper case'],
    [`debian@md5:${'a'.repeat(64)}`, 'a digest of an unknown kind'],
    ['debian//x', 'an empty part'],
    ['a'.repeat(300), 'a long name'],
    [`x/${'a/'.repeat(100_000)}`, 'a very long name'],
    ['https://docker.io/debian', 'a URL'],
    ['debian ', 'a space'],
    ['debian\n', 'a line break'],
  ])('rejects %.20j: %s', (reference) => {
    expect(() => image(reference)).toThrow(referenceError);
  });

  test.each([
    ['debian', 'docker.io/library/debian'],
    ['localhost/debian', 'localhost/debian'],
    ['index.docker.io/debian', 'docker.io/library/debian'],
    ['user/debian', 'docker.io/user/debian'],
    ['USER.example/debian', 'USER.example/debian'],
    ['[::1]:5000/debian', '[::1]:5000/debian'],
  ])('reads %s as %s', (reference, name) => {
    expect(formatImageReference(parseImageReference(reference))).toBe(name);
  });

  test('rejects a blob by tag, and one without digest', () => {
    expect(() => imageBlob('debian:1')).toThrow(referenceError);
    expect(() => imageBlob('debian')).toThrow(referenceError);
    expect(() => imageBlob(`debian:1@sha256:${'a'.repeat(64)}`)).toThrow(referenceError);
  });
});

describe('git URLs', () => {
  test.each([
    ['a fragment', 'https://host/x.git#main'],
    ['a query', 'https://host/x.git?a=b'],
    ['another scheme', 'ftp://host/x.git'],
    ['no host', 'https:///x.git'],
    ['a broken escape', 'https://host/%zz'],
    ['a space in the host', 'https://ho st/x'],
    ['an empty text', ''],
  ])('rejects %s', (_name, url) => {
    expect(() => git(url)).toThrow(optionError);
  });

  test('rejects ssh without known hosts, as nobody else can say whom to trust', () => {
    expect(() => git('git@host:x.git')).toThrow(optionError);
    expect(() => git('ssh://host/x.git', { knownSshHosts: '' })).toThrow(optionError);
    expect(git('git@host:x.git', { knownSshHosts: false }).output).toBeDefined();
  });

  test('never shows a password', () => {
    const secret = 'hunter2';
    expect(() => git(`https://user:${secret}@host/x.git#main`)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ got: expect.not.stringContaining(secret) }),
      }),
    );
  });
});

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['1::', '1::'],
  ['::', '::'],
  ['01.2.3.4', undefined],
  ['1.2.3.256', undefined],
  ['1:2:3:4:5:6:7', undefined],
  ['1:2:3:4:5:6:7:8:9', undefined],
  ['1::2::3', undefined],
  ['12345::', undefined],
  ['::1%eth0', undefined],
  ['1.2.3.4::', undefined],
  ['', undefined],
])('the address %j is %j', (text, canonical) => {
  expect(canonicalIp(text)).toBe(canonical);
});

test('a source op may have any identifier, and metadata of a vertex any name', () => {
  const definition = image('a', { customName: 'n', description: { k: 'v' } }).marshal({ platform });
  expect(definition.metadata.get(definition.ops[0]?.digest ?? '')?.description).toEqual({
    k: 'v',
    'llb.customname': 'n',
  });
});
