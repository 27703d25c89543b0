import { type HttpOptions, http, imageBlob, ociLayoutBlob, type State } from '../../../lib/llb';
import { optionError, resultBody, resultCaps, resultHex, resultOp, sourceAttrs } from '../decoded';

const URL = 'https://h/a.tgz';

test('is a source without platform, by the URL as it is written', () => {
  for (const url of [URL, 'HTTP://h/../a b?c#d']) {
    const op = resultOp(http(url, { platform: { os: 'linux', architecture: 'arm' } }));
    expect(op.platform).toBeUndefined();
    expect(op.body).toMatchObject({ kind: 'source', identifier: url });
  }
  expect(sourceAttrs(http(URL))).toEqual({});
  expect(resultCaps(http(URL))).toEqual(['source.http']);
});

test.each<[string, HttpOptions, Record<string, string>, string[]]>([
  ['checksum', { checksum: 'sha256:x' }, { 'http.checksum': 'sha256:x' }, ['source.http.checksum']],
  [
    'authHeaderSecret',
    { authHeaderSecret: 's' },
    { 'http.authheadersecret': 's' },
    ['source.http.auth'],
  ],
  [
    'header',
    { header: { accept: 'a', userAgent: 'u' } },
    { 'http.header.accept': 'a', 'http.header.user-agent': 'u' },
    ['source.http.header'],
  ],
  ['an empty header', { header: {} }, {}, ['source.http.header']],
  [
    'signature',
    { signature: { publicKey: 'k', signature: 's' } },
    { 'http.sig.pubkey': 'k', 'http.sig.signature': 's' },
    ['source.http.signatureverify'],
  ],
  ['filename', { filename: 'f' }, { 'http.filename': 'f' }, []],
  ['chmod', { chmod: 0o755 }, { 'http.perm': '0755' }, ['source.http.perm']],
  ['uid', { uid: 1 }, { 'http.uid': '1' }, ['soruce.http.uidgid']],
  ['gid', { gid: 2 }, { 'http.gid': '2' }, ['soruce.http.uidgid']],
  [
    'uid and gid',
    { uid: 0xffff_ffff, gid: 7 },
    { 'http.uid': '4294967295', 'http.gid': '7' },
    ['soruce.http.uidgid'],
  ],
])('%s becomes an attribute and asks for its capability', (_name, options, attrs, caps) => {
  expect(sourceAttrs(http(URL, options))).toEqual(attrs);
  expect(resultCaps(http(URL, options))).toEqual(['source.http', ...caps].sort());
});

test.each<[string, HttpOptions]>([
  ['text', { checksum: '', authHeaderSecret: '', filename: '' }],
  ['numbers', { chmod: 0, uid: 0, gid: 0 }],
])('empty %s leave no trace', (_name, options) => {
  expect(resultHex(http(URL, options))).toBe(resultHex(http(URL)));
  expect(resultCaps(http(URL, options))).toEqual(['source.http']);
});

test('the same file from another place is another op, with another name for it too', () => {
  const states = [http(URL), http(`${URL}x`), http(URL, { filename: 'x' })];
  expect(new Set(states.map((state) => resultHex(state))).size).toBe(3);
});

describe.each<[string, (options: HttpOptions) => State]>([
  ['http', (options) => http(URL, options)],
  ['imageBlob', (options) => imageBlob(`a@sha256:${'a'.repeat(64)}`, options)],
  ['ociLayoutBlob', (options) => ociLayoutBlob(`a@sha256:${'a'.repeat(64)}`, options)],
])('the file of %s', (_name, make) => {
  test.each([
    [1, '01'],
    [0o7, '07'],
    [0o600, '0600'],
    [0o777, '0777'],
  ])('has mode %i as %s', (chmod, text) => {
    expect(resultBody(make({ chmod }), 'source').attrs['http.perm']).toBe(text);
  });

  test.each([
    [0o1000, '0o1000'],
    [-1, '-1'],
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
  ])('is refused with mode %d', (chmod, got) => {
    expect(() => make({ chmod })).toThrow(optionError('chmod', got, 'permission bits, 0 to 0o777'));
  });

  test.each(['uid', 'gid'] as const)('is refused with a %s that is none', (option) => {
    for (const id of [-1, 2 ** 32, 1.5]) {
      expect(() => make({ [option]: id })).toThrow(
        optionError(option, String(id), 'a whole number from 0 to 4294967295'),
      );
    }
  });
});

test('an empty URL is refused', () => {
  expect(() => http('')).toThrow(optionError('url', 'an empty string', 'a value'));
});
