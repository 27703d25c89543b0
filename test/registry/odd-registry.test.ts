import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { BuildError } from '../../lib/errors';
import type { ImageReference } from '../../lib/oci/image-reference';
import { type CredentialLookup, RegistryClient } from '../../lib/registry';
import { fetchToken, type TokenRequest } from '../../lib/registry/token';
import { listenOnLoopback } from '../support/loopback-server';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

type Answer = (request: IncomingMessage, response: ServerResponse, origin: string) => void;

/** A server of which each test says what it answers. */
async function serve(): Promise<{ host: string; origin: string; answer: (how: Answer) => void }> {
  let how: Answer = (_, response) => response.end();
  const listener: RequestListener = (request, response) => how(request, response, server.url);
  const server = await listenOnLoopback(listener);
  closers.push(() => server.close());
  return {
    host: server.url.replace('http://', ''),
    origin: server.url,
    answer: (next) => {
      how = next;
    },
  };
}

let registry: Awaited<ReturnType<typeof serve>>;
let elsewhere: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  registry = await serve();
  elsewhere = await serve();
});

const me: CredentialLookup = async () => ({ username: 'me', password: 'secret-word' });
const nobody: CredentialLookup = async () => undefined;
const reference = (): ImageReference => ({
  registry: registry.host,
  repository: 'me/app',
  tag: '1',
});
const CONTENT = Buffer.from('{"layers":[]}');
const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const manifest = (credentials: CredentialLookup = nobody, signal?: AbortSignal) =>
  new RegistryClient({ credentials }).getManifest(reference(), signal);

/** What an error shows to a user; fails for one that is not the library's. */
async function failure(promise: Promise<unknown>): Promise<BuildError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown) => thrown,
  );
  if (!BuildError.is(error)) throw new Error(`not an error of the library: ${error.stack}`);
  expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain('secret-word');
  return error;
}

describe('a challenge', () => {
  const unauthorized =
    (challenge: string | string[] | undefined): Answer =>
    (_, response) => {
      if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
      response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
    };

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer realm=""',
    'Bearer realm="/token"',
    'Bearer realm="nonsense"',
    'Bearer realm="ftp://host/token"',
    'Bearer realm="file:///etc/passwd"',
    'Bearer realm="http://"',
    'Bearer realm="http://127.0.0.1:1/token"',
    'Bearer service="only"',
    'Bearer realm="http://host',
    'Digest realm="x", nonce="y"',
    'Negotiate',
    'Basic realm="x"',
    'Basic',
    ',,,',
    '=,=,=',
    '"""',
  ])('%j gives a clear error, with a login and without', async (challenge) => {
    registry.answer(unauthorized(challenge));

    for (const credentials of [me, nobody]) {
      expect((await failure(manifest(credentials))).code).toMatch(/^E_REGISTRY(_AUTH)?$/);
    }
  });

  test('of any text gives a clear error', async () => {
    const text = fc.oneof(
      fc.stringMatching(/^[ -~]{0,60}$/),
      fc
        .array(
          fc.constantFrom('Bearer', 'Basic', ' ', 'realm', '=', '"', ',', 'x', '\\', 'scope'),
          {
            maxLength: 14,
          },
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (challenge) => {
        registry.answer(unauthorized(challenge));

        expect((await failure(manifest(me))).code).toMatch(/^E_REGISTRY(_AUTH)?$/);
      }),
      { numRuns: 60 },
    );
  });

  test('that comes again with the token ends after one more try', async () => {
    let asked = 0;
    registry.answer((request, response, origin) => {
      if (request.url?.startsWith('/token')) return response.end('{"token":"t"}');
      asked++;
      return unauthorized(`Bearer realm="${origin}/token"`)(request, response, origin);
    });

    expect(await failure(manifest())).toMatchObject({ code: 'E_REGISTRY_AUTH' });
    expect(asked).toBe(2);
  });

  test('in several headers is one list, of which Bearer is taken', async () => {
    registry.answer((request, response, origin) => {
      if (request.url?.startsWith('/token')) return response.end('{"token":"t"}');
      if (request.headers.authorization === 'Bearer t') return response.end(CONTENT);
      const list = ['Basic realm="x"', `Bearer realm="${origin}/token"`];
      return unauthorized(list)(request, response, origin);
    });

    expect((await manifest()).digest).toBe(sha256(CONTENT));
  });
});

describe('a redirect', () => {
  test('to another host is followed, which sees no authorization', async () => {
    const seen: (string | undefined)[] = [];
    elsewhere.answer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(CONTENT);
    });
    registry.answer(({ headers }, response) => {
      if (headers.authorization === undefined) {
        return response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      }
      return response.writeHead(307, { Location: `${elsewhere.origin}/blob` }).end();
    });

    const blob = await new RegistryClient({ credentials: me }).getBlob(
      reference(),
      sha256(CONTENT),
      { maxBytes: 100 },
    );

    expect(Buffer.from(blob)).toEqual(CONTENT);
    expect(seen).toEqual([undefined]);
  });

  test.each([
    ['in a circle', '/v2/'],
    ['to a file', 'file:///etc/passwd'],
    ['to no address', 'http://'],
    ['to nobody', 'http://127.0.0.1:1/'],
    ['with a password in it', 'http://me:secret-word@127.0.0.1:1/'],
  ])('%s gives a clear error', async (_, location) => {
    registry.answer((__, response) => response.writeHead(302, { Location: location }).end());

    expect((await failure(manifest())).code).toBe('E_REGISTRY');
  });

  test('to nowhere gives a clear error', async () => {
    registry.answer((_, response) => response.writeHead(302).end());

    expect((await failure(manifest())).code).toBe('E_REGISTRY');
  });
});

describe('an answer', () => {
  test.each([400, 403, 404, 410, 429, 500, 503])('of status %i is told by it', async (status) => {
    registry.answer((_, response) => response.writeHead(status).end('<html>'));

    const error = await failure(manifest());
    expect(error.code).toBe(status === 403 ? 'E_REGISTRY_AUTH' : 'E_REGISTRY');
    expect(JSON.stringify(error.details)).toContain(String(status));
  });

  test('cut after any byte is never taken for the whole', async () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${CONTENT.length}\r\n\r\n`;
    const wire = Buffer.concat([Buffer.from(head), CONTENT]);
    await fc.assert(
      fc.asyncProperty(fc.nat(wire.length - 1), async (cut) => {
        registry.answer(({ socket }) => socket.end(wire.subarray(0, cut)));

        expect((await failure(manifest())).code).toBe('E_REGISTRY');
      }),
      { numRuns: 40 },
    );
  });

  test('that goes on for ever stops where it has to', async () => {
    let written = 0;
    registry.answer((_, response) => {
      const more = () => {
        while (!response.destroyed) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return;
        }
      };
      response.on('drain', more);
      more();
    });

    expect(await failure(manifest())).toMatchObject({
      code: 'E_REGISTRY',
      message: expect.stringContaining('more than 8388608 bytes'),
    });
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test('with another digest than its header says is refused', async () => {
    registry.answer((_, response) => {
      response.setHeader('Docker-Content-Digest', sha256(Buffer.from('other'))).end(CONTENT);
    });

    expect(await failure(manifest())).toMatchObject({
      code: 'E_REGISTRY_DIGEST',
      details: { got: sha256(CONTENT), expected: sha256(Buffer.from('other')) },
    });
  });

  test.each([
    ['application/json; charset=utf-8', 'application/json'],
    [' application/json ', 'application/json'],
    [undefined, ''],
  ])('of the media type %j is one of %j', async (type, expected) => {
    registry.answer((_, response) => {
      if (type !== undefined) response.setHeader('Content-Type', type);
      response.end(CONTENT);
    });

    expect((await manifest()).mediaType).toBe(expected);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');
  const never: Answer = () => {};
  const halfway: Answer = (_, response) => void response.write(CONTENT.subarray(0, 3));

  test.each<[string, Answer]>([
    ['before an answer', never],
    ['within an answer', halfway],
    [
      'before the answer of a token server',
      (request, response, origin) => {
        if (request.url?.startsWith('/token')) return;
        response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${origin}/token"` }).end();
      },
    ],
    [
      'within the answer of a token server',
      (request, response, origin) => {
        if (request.url?.startsWith('/token')) return void response.write('{"token":');
        response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${origin}/token"` }).end();
      },
    ],
  ])('%s fails with its reason', async (_, how) => {
    const controller = new AbortController();
    registry.answer((request, response, origin) => {
      const isLast = how === never || how === halfway || request.url?.startsWith('/token');
      how(request, response, origin);
      if (isLast) setTimeout(() => controller.abort(reason), 30);
    });

    await expect(manifest(nobody, controller.signal)).rejects.toBe(reason);
  });
});

describe('a token server', () => {
  const asked = (more: Partial<TokenRequest> = {}): TokenRequest => ({
    host: registry.host,
    realm: `${registry.origin}/token`,
    service: 'the service',
    scopes: ['repository:a:pull', 'repository:b:pull,push'],
    ...more,
  });
  const login = { username: 'me', password: 'secret-word' };
  const json =
    (value: unknown): Answer =>
    (_, response) =>
      response.end(JSON.stringify(value));

  test('is asked without a login by GET, with each scope', async () => {
    let url = new URL('http://none');
    registry.answer((request, response) => {
      url = new URL(request.url ?? '', registry.origin);
      expect([request.method, request.headers.authorization]).toEqual(['GET', undefined]);
      response.end('{"token":"t"}');
    });

    expect(await fetchToken(asked({ realm: `${registry.origin}/token?own=1` }), undefined)).toEqual(
      { token: 't', expiresIn: 60 },
    );
    expect(url.searchParams.getAll('scope')).toEqual(asked().scopes);
    expect(url.searchParams.get('service')).toBe('the service');
    expect(url.searchParams.get('own')).toBe('1');
  });

  test.each([
    [
      { token: 't', expires_in: 300 },
      { token: 't', expiresIn: 300 },
    ],
    [
      { access_token: 't', expires_in: '300' },
      { token: 't', expiresIn: 300 },
    ],
    [
      { token: '', access_token: 't' },
      { token: 't', expiresIn: 60 },
    ],
    [
      { token: 'a', access_token: 'b' },
      { token: 'a', expiresIn: 60 },
    ],
    [
      { token: 't', expires_in: 0 },
      { token: 't', expiresIn: 60 },
    ],
    [
      { token: 't', expires_in: -5 },
      { token: 't', expiresIn: 60 },
    ],
    [
      { token: 't', expires_in: 'soon' },
      { token: 't', expiresIn: 60 },
    ],
    [
      { token: 't', issued_at: 'nonsense' },
      { token: 't', expiresIn: 60 },
    ],
    [
      { token: 't', issued_at: '1970-01-01T00:01:40.9Z' },
      { token: 't', expiresIn: 60, issuedAt: 100 },
    ],
  ])('that answers %j gives %j', async (answer, token) => {
    registry.answer(json(answer));

    expect(await fetchToken(asked(), undefined)).toEqual(token);
  });

  test.each([null, [], 'text', 5, {}, { token: 5 }, { token: null }, { token: { a: 1 } }])(
    'that answers %j gave no token',
    async (answer) => {
      registry.answer(json(answer));

      expect(await failure(fetchToken(asked(), undefined))).toMatchObject({
        code: 'E_REGISTRY_AUTH',
        message: `token server ${registry.host} gave no token`,
      });
    },
  );

  test('whose answer is cut is not one that refuses', async () => {
    registry.answer((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"token":', () => response.destroy());
    });

    expect((await failure(fetchToken(asked(), undefined))).code).toBe('E_REGISTRY');
  });

  test('whose answer does not end is given up', async () => {
    registry.answer((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more);
      more();
    });

    expect((await failure(fetchToken(asked(), undefined))).code).toBe('E_REGISTRY');
  });

  test.each([400, 401, 403, 404, 405, 429, 500])('that answers %i is told', async (status) => {
    registry.answer((_, response) => response.writeHead(status).end());

    for (const credentials of [login, undefined]) {
      const error = await failure(fetchToken(asked(), credentials));
      const isRefusal = status < 500 && status !== 429;
      expect(error.code).toBe(isRefusal ? 'E_REGISTRY_AUTH' : 'E_REGISTRY');
      expect(error.message).toContain(`${registry.host} answers with ${status}`);
    }
  });

  test('that redirects to another host does not give it the password', async () => {
    const seen: string[] = [];
    elsewhere.answer((request, response) => {
      seen.push(`${request.method} ${request.headers.authorization}`);
      response.end('{"token":"t"}');
    });
    registry.answer((request, response) => {
      if (request.method === 'POST') return response.writeHead(404).end();
      return response.writeHead(302, { Location: `${elsewhere.origin}/token` }).end();
    });

    expect(await fetchToken(asked(), login)).toMatchObject({ token: 't' });
    expect(seen).toEqual(['GET undefined']);
  });

  test.each(['', '/token', 'nonsense', 'ftp://host/', 'file:///etc/passwd', 'javascript:0'])(
    'at %j is no address',
    async (realm) => {
      for (const credentials of [login, undefined, { ...login, identityToken: 'secret-word' }]) {
        expect(await failure(fetchToken(asked({ realm }), credentials))).toMatchObject({
          code: 'E_REGISTRY_AUTH',
          message: `token server "${realm}" is not an address`,
        });
      }
    },
  );
});
