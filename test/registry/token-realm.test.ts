import { RegistryError } from '../../lib/registry/registry-error';
import { fetchToken } from '../../lib/registry/token';
import { listenOnLoopback } from '../support/loopback-server';

const CREDENTIALS = { username: 'me', password: 'pa55w0rd' };

/** Where a login would be sent, or the error that keeps it back. */
async function sentTo(host: string, realm: string): Promise<string> {
  const seen: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (url, init) => {
    seen.push(`${init?.method ?? 'GET'} ${url}`);
    return Response.json({ token: 't' });
  };
  try {
    const asked = { host, realm, service: 's', scopes: [] };
    await fetchToken(asked, CREDENTIALS);
    return seen.join(', ');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(seen).toEqual([]);
    expect(JSON.stringify(error.details)).not.toContain(CREDENTIALS.password);
    return `${error.code} ${error.message}`;
  } finally {
    globalThis.fetch = original;
  }
}

test.each([
  ['registry.example.org', 'https://auth.example.com/token'],
  ['registry.example.org', 'http://registry.example.org/token'],
  ['registry.example.org:5000', 'http://registry.example.org:5001/token'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5001/token'],
  ['registry.example.org', 'http://localhost:5001/token'],
])('a login for %s is sent to %s', async (host, realm) => {
  expect(await sentTo(host, realm)).toBe(`POST ${realm}`);
});

test.each([
  ['registry.example.org', 'http://auth.example.com/token'],
  ['registry.example.org', 'http://registry.example.org.evil.example/token'],
  ['127.0.0.1:5000', 'http://192.0.2.1/token'],
  ['registry.example.org', 'http://user@auth.example.com/registry.example.org'],
])('a login for %s is not sent to %s, where all can read it', async (host, realm) => {
  expect(await sentTo(host, realm)).toBe(
    `E_REGISTRY_AUTH no login is sent to ${realm} for ${host}`,
  );
});

test('a login that is redirected stays where it was sent', async () => {
  const seen: string[] = [];
  const other = await listenOnLoopback((_, response) => {
    seen.push('other');
    response.end('{"token":"t"}');
  });
  const realm = await listenOnLoopback((request, response) => {
    seen.push(`${request.method}`);
    response.writeHead(307, { location: `${other.url}/token` }).end();
  });
  try {
    const asked = {
      host: 'registry.example.org',
      realm: `${realm.url}/token`,
      service: '',
      scopes: [],
    };
    await expect(fetchToken(asked, CREDENTIALS)).rejects.toMatchObject({
      code: 'E_REGISTRY_AUTH',
      status: 307,
    });
    expect(seen).toEqual(['POST']);
  } finally {
    await Promise.all([other.close(), realm.close()]);
  }
});
