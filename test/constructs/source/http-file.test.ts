import { App, HttpFile, type HttpFileProps } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK, type LockFile } from '../../../lib/lock/lock-file';
import { actionsOf } from '../../support/artifact-image';
import { errorsOf } from '../../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const URL = 'https://example.org/files/hello-1.0.tar.gz';
const SHA256 = 'a'.repeat(64);

function file(props: Partial<HttpFileProps> = {}): HttpFile {
  return new HttpFile(new App(), 'file', { url: URL, ...props });
}

function lowered(props: Partial<HttpFileProps>, lock: LockFile = EMPTY_LOCK) {
  const lowering = new Lowering(lock, AMD64);
  const { ops } = file(props).lower(lowering.target(AMD64)).marshal({ platform: AMD64 });
  const sources = ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return body?.kind === 'source' ? [{ identifier: body.identifier, ...body.attrs }] : [];
  });
  return { sources, requests: lowering.requests().map(({ request }) => request) };
}

describe('a file of a URL', () => {
  test('becomes an http source with the locked hash, its name and its mode', () => {
    const lock = { sections: { http: { [URL]: { size: 7, sha256: SHA256 } } } };

    expect(lowered({}, lock)).toEqual({
      requests: [{ url: URL }],
      sources: [
        {
          identifier: URL,
          'http.checksum': `sha256:${SHA256}`,
          'http.filename': 'hello-1.0.tar.gz',
          'http.perm': '0644',
        },
      ],
    });
  });

  test('asks the lock for nothing where the app gives the hash', () => {
    const { requests, sources } = lowered({ sha256: SHA256, filename: 'run', mode: 0o755 });

    expect(requests).toEqual([]);
    expect(sources).toMatchObject([{ 'http.filename': 'run', 'http.perm': '0755' }]);
  });

  test('can be put under another name', () => {
    const placed = file({ sha256: SHA256 }).file().at('/boot/bin/hello', { mode: 0o755 });

    expect(actionsOf(placed).at(-1)).toMatchObject({
      kind: 'copy',
      src: '/hello-1.0.tar.gz',
      dest: '/boot/bin/hello',
      mode: 0o755,
    });
  });

  test('is nothing yet while the lock has no answer', () => {
    expect(lowered({})).toEqual({ requests: [{ url: URL }], sources: [] });
  });

  test.each([
    ['https://example.org/a/b.txt', 'b.txt'],
    ['https://example.org/a%20b.txt?download=1', 'a b.txt'],
    ['http://127.0.0.1:8080/x', 'x'],
  ])('of %s is called %j', (url, name) => {
    expect(file({ url }).filename).toBe(name);
  });

  test.each<[string, Partial<HttpFileProps>, string]>([
    ['another scheme', { url: 'ftp://example.org/a' }, 'E_HTTP_URL'],
    ['a path', { url: './a' }, 'E_HTTP_URL'],
    ['credentials', { url: 'https://me:s3cret@example.org/a' }, 'E_HTTP_URL'],
    ['a user', { url: 'https://s3cret@example.org/a' }, 'E_HTTP_URL'],
    ['a fragment', { url: `${URL}#x` }, 'E_HTTP_URL'],
    ['a folder', { url: 'https://example.org/a/' }, 'E_HTTP_URL'],
    ['a name that cannot be read', { url: 'https://example.org/%E0%A4%A' }, 'E_HTTP_URL'],
    ['half a hash', { sha256: 'abc' }, 'E_PROPERTY'],
    ['a hash in capitals', { sha256: 'A'.repeat(64) }, 'E_PROPERTY'],
    ['a path as name', { filename: 'a/b' }, 'E_PROPERTY'],
    ['the folder as name', { filename: '..' }, 'E_PROPERTY'],
    ['no permissions', { mode: 0 }, 'E_PROPERTY'],
    ['bits beyond permissions', { mode: 0o4755 }, 'E_PROPERTY'],
  ])('rejects %s', (_what, props, code) => {
    const errors = file(props).check();

    expect(errors.map((error) => error.code)).toEqual([code]);
    const told = errors.map(({ details, message }) => [details, message]);
    expect(JSON.stringify(told)).not.toContain('s3cret');
  });
});

describe('the name that a URL ends in', () => {
  const file = (url: string) => new HttpFile(new App(), 'file', { url });

  test.each([
    ['https://example.org/a/b.tar', 'b.tar'],
    ['https://example.org/b.tar?version=1', 'b.tar'],
    ['https://example.org/a%20b.tar', 'a b.tar'],
    ['https://example.org/%C3%A4.tar', 'ä.tar'],
  ])('of %s is %s', (url, name) => {
    expect(file(url).filename).toBe(name);
    expect(file(url).check()).toEqual([]);
  });

  test.each([
    ['a slash', 'https://example.org/a%2Fb'],
    ['a way out', 'https://example.org/..%2Fb'],
    ['the folder itself', 'https://example.org/a/%2e%2e'],
    ['a character that ends texts', 'https://example.org/a%00'],
    ['half a character', 'https://example.org/%C3'],
    ['more than a file system takes', `https://example.org/${'a'.repeat(256)}`],
    ['nothing', 'https://example.org/a/'],
  ])('is refused where it holds %s, unless another is given', (_what, url) => {
    expect(
      file(url)
        .check()
        .map(({ code }) => code),
    ).toEqual(['E_HTTP_URL']);
    expect(new HttpFile(new App(), 'file', { url, filename: 'x' }).check()).toEqual([]);
  });
});

describe('a file for each platform', () => {
  const url = { 'linux/amd64': `${URL}?x64`, 'linux/arm64': `${URL}?arm64` };
  const sha256 = { 'linux/amd64': SHA256, 'linux/arm64': 'b'.repeat(64) };
  const make = (props: Partial<HttpFileProps> = {}) => file({ url, filename: 'x', ...props });
  const seen = (props: Partial<HttpFileProps>, architecture: string) => {
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const target = lowering.target({ os: 'linux', architecture });
    const { ops } = make(props).lower(target).marshal({ platform: AMD64 });
    const bodies = ops.flatMap(({ bytes }) => decodeOp(bytes).body ?? []);
    return {
      asked: lowering.requests().map(({ request }) => request),
      sources: bodies.flatMap((body) =>
        body.kind === 'source' ? [[body.identifier, body.attrs['http.checksum']]] : [],
      ),
    };
  };

  test('asks for its own URL', () => {
    expect(seen({}, 'arm64')).toEqual({ asked: [{ url: url['linux/arm64'] }], sources: [] });
  });

  test('is the one of the platform, with its hash', () => {
    expect(seen({ sha256 }, 'amd64').sources).toEqual([[url['linux/amd64'], `sha256:${SHA256}`]]);
    expect(seen({ sha256 }, 'arm64').sources).toEqual([
      [url['linux/arm64'], `sha256:${'b'.repeat(64)}`],
    ]);
  });

  test('is refused for a platform that has none', () => {
    expect(errorsOf(() => seen({}, 'riscv64'))).toMatchObject([
      { code: 'E_PLATFORM', details: { got: 'linux/amd64, linux/arm64' } },
    ]);
  });

  test.each<[string, Partial<HttpFileProps>, string]>([
    ['no name', { filename: undefined }, 'E_HTTP_URL'],
    ['a hash for one platform', { sha256: { 'linux/amd64': SHA256 } }, 'E_HTTP_URL'],
    ['one hash for all', { sha256: SHA256 }, 'E_HTTP_URL'],
    ['hashes for one URL', { url: URL, sha256 }, 'E_HTTP_URL'],
    ['a platform that is none', { url: { arm64: URL } }, 'E_PROPERTY'],
    ['a password', { url: { 'linux/amd64': 'https://me:s3cret@example.org/a' } }, 'E_HTTP_URL'],
    ['a path', { url: { 'linux/amd64': URL, 'linux/arm64': '/a' } }, 'E_HTTP_URL'],
  ])('is refused with %s', (_what, props, code) => {
    const errors = make(props).check();

    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.stringify(errors.map(({ details }) => details))).not.toContain('s3cret');
  });
});
