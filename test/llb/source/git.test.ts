import { type GitOptions, git } from '../../../lib/llb';
import { optionError, resultBody, resultCaps, resultHex, resultOp, sourceAttrs } from '../decoded';

const URL = 'https://git.example.org/a/b.git';
const DEFAULTS = {
  'git.fullurl': URL,
  'git.authtokensecret': 'GIT_AUTH_TOKEN',
  'git.authheadersecret': 'GIT_AUTH_HEADER',
};
const CAPS = ['source.git', 'source.git.fullurl'];

test('is a source without platform, by host and path', () => {
  const op = resultOp(git(URL, { platform: { os: 'linux', architecture: 'arm64' } }));
  expect(op).toMatchObject({
    inputs: [],
    platform: undefined,
    constraints: { filter: [] },
    body: { kind: 'source', identifier: 'git://git.example.org/a/b.git' },
  });
});

test('has the names of both secrets unless it is told otherwise, which old daemons can', () => {
  expect(sourceAttrs(git(URL))).toEqual(DEFAULTS);
  expect(resultCaps(git(URL))).toEqual(CAPS);
});

test.each<[string, GitOptions, Record<string, string>, string[]]>([
  ['keepGitDir', { keepGitDir: true }, { 'git.keepgitdir': 'true' }, ['source.git.keepgitdir']],
  ['checksum', { checksum: 'abc' }, { 'git.checksum': 'abc' }, ['source.git.checksum']],
  [
    'skipSubmodules',
    { skipSubmodules: true },
    { 'git.skipsubmodules': 'true' },
    ['source.git.skipsubmodules'],
  ],
  ['mtime', { mtime: 'commit' }, { 'git.mtime': 'commit' }, ['source.git.mtime']],
  [
    'fetchByCommit',
    { fetchByCommit: true },
    { 'git.fetchbycommit': 'true' },
    ['source.git.fetchbycommit'],
  ],
  [
    'checkoutBundle',
    { checkoutBundle: true },
    { 'git.checkoutbundle': 'true' },
    ['source.git.checkoutbundle'],
  ],
  ['bundle', { bundle: { locator: 'l' } }, { 'git.bundle': 'l' }, ['source.git.bundle']],
  [
    'bundle of a store',
    { bundle: { locator: 'l', sessionId: 's', storeId: 't' } },
    { 'git.bundle': 'l', 'oci.session': 's', 'oci.store': 't' },
    ['source.git.bundle'],
  ],
  [
    'authTokenSecret',
    { authTokenSecret: 'T' },
    { 'git.authtokensecret': 'T' },
    ['source.git.httpauth'],
  ],
  [
    'authHeaderSecret',
    { authHeaderSecret: 'H' },
    { 'git.authheadersecret': 'H' },
    ['source.git.httpauth'],
  ],
])('%s becomes an attribute and asks for its capability', (_name, options, attrs, caps) => {
  const state = git(URL, options);
  expect(sourceAttrs(state)).toEqual({ ...DEFAULTS, ...attrs });
  expect(resultCaps(state)).toEqual([...CAPS, ...caps].sort());
});

test.each<[string, GitOptions]>([
  ['keepGitDir', { keepGitDir: false }],
  ['skipSubmodules', { skipSubmodules: false }],
  ['fetchByCommit', { fetchByCommit: false }],
  ['checkoutBundle', { checkoutBundle: false }],
  ['checksum', { checksum: '' }],
  ['bundle', { bundle: { locator: '', sessionId: '', storeId: '' } }],
  ['ref', { ref: '' }],
  ['subdir', { subdir: '' }],
  ['knownSshHosts of https', { knownSshHosts: 'k' }],
  ['mountSshSock of https', { mountSshSock: 's' }],
])('no %s leaves no trace', (_name, options) => {
  expect(resultHex(git(URL, options))).toBe(resultHex(git(URL)));
  expect(resultCaps(git(URL, options))).toEqual(CAPS);
});

test.each<[GitOptions, string]>([
  [{ ref: 'v1' }, '#v1'],
  [{ subdir: 'x/y' }, '#:x/y'],
  [{ ref: 'v1', subdir: '/x' }, '#v1:/x'],
])('%j is the part %s of the identifier', (options, fragment) => {
  const { identifier } = resultBody(git(URL, options), 'source');
  expect(identifier).toBe(`git://git.example.org/a/b.git${fragment}`);
});

test('a secret with an empty name is none, and needs no capability when both are none', () => {
  const none = git(URL, { authTokenSecret: '', authHeaderSecret: '' });
  expect(sourceAttrs(none)).toEqual({ 'git.fullurl': URL });
  expect(resultCaps(none)).toEqual(CAPS);
  const header = git(URL, { authTokenSecret: '' });
  expect(sourceAttrs(header)).toEqual({
    'git.fullurl': URL,
    'git.authheadersecret': 'GIT_AUTH_HEADER',
  });
  expect(resultCaps(header)).toContain('source.git.httpauth');
});

describe('ssh', () => {
  const SSH = 'git@host:x.git';

  test.each<[string, NonNullable<GitOptions['knownSshHosts']>, string | undefined]>([
    ['a text', 'host ssh-ed25519 AAAA', 'host ssh-ed25519 AAAA\n'],
    ['a text with its line break', 'a\nb\n', 'a\nb\n'],
    ['lines', ['a', 'b\n'], 'a\nb\n'],
    ['nothing to trust all', false, undefined],
  ])('holds %s of known hosts', (_name, knownSshHosts, expected) => {
    const attrs = sourceAttrs(git(SSH, { knownSshHosts }));
    expect(attrs['git.knownsshhosts']).toBe(expected);
    expect(attrs['git.mountsshsock']).toBe('default');
    expect(attrs['git.fullurl']).toBe(SSH);
  });

  test('asks for agent and known hosts', () => {
    expect(resultCaps(git(SSH, { knownSshHosts: 'k', mountSshSock: 'mine' }))).toEqual([
      'source.git',
      'source.git.fullurl',
      'source.git.knownsshhosts',
      'source.git.mountsshsock',
    ]);
    expect(sourceAttrs(git(SSH, { knownSshHosts: 'k', mountSshSock: 'mine' }))).toMatchObject({
      'git.mountsshsock': 'mine',
    });
  });

  test.each([[undefined], [''], [[]]])('refuses %j as known hosts', (knownSshHosts) => {
    const options: GitOptions = knownSshHosts === undefined ? {} : { knownSshHosts };
    for (const url of [SSH, 'ssh://git@host/x.git']) {
      expect(() => git(url, options)).toThrow(
        optionError(
          'knownSshHosts',
          'nothing, for a URL of ssh',
          'lines of known_hosts, or false to trust any host key',
        ),
      );
    }
  });
});

test('schemes differ in the URL for git alone', () => {
  const states = [URL, URL.replace('https', 'http'), URL.replace('https', 'git'), URL.slice(8)];
  const bodies = states.map((url) => resultBody(git(url, { ref: 'r' }), 'source'));
  expect(new Set(bodies.map(({ identifier }) => identifier)).size).toBe(1);
  expect(bodies.map(({ attrs }) => attrs['git.fullurl'])).toEqual([
    URL,
    'http://git.example.org/a/b.git',
    'git://git.example.org/a/b.git',
    URL,
  ]);
});
