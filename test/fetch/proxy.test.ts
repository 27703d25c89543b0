import { mkdirSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { fetchContext } from '../../lib/fetch/fetch-context';
import { HttpClient } from '../../lib/fetch/http-client';
import { CertificateAuthority } from '../support/certificate-authority';
import { freePort, type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { type ProxyServer, type ProxyServerOptions, startProxy } from '../support/proxy-server';
import { PATIENCE } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('proxy');
/** A name that only the proxy can reach. */
const URL_HERE = 'http://mirror.corp.example/debian/file';
const open: { close(): unknown }[] = [];
let server: LoopbackServer;

beforeAll(async () => {
  server = await listenOnLoopback((request, response) => {
    const { url = '' } = request;
    if (url.startsWith('/moved')) response.writeHead(302, { location: url.slice(6) }).end();
    else response.end(`${request.headers.host} ${url}`);
  });
});
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));
afterAll(() => server.close());

async function proxy(options: Partial<ProxyServerOptions> = {}): Promise<ProxyServer> {
  const started = await startProxy({ target: server.port, ...options });
  open.push(started);
  return started;
}

function get(url: string, proxies: ConstructorParameters<typeof HttpClient>[0] = {}) {
  const client = new HttpClient({ patience: PATIENCE, ...proxies });
  return client.get(url, { maxBytes: 1000 }).then(String);
}

/** What is thrown, with everything that a user may see of it. */
async function failure(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  const { message, details } = error as Error & { details: Record<string, unknown> };
  return { message, ...details, cause: String(details.cause) };
}

describe('HttpClient by a proxy', () => {
  test('asks it for http URLs by their whole address', async () => {
    const { requests, url } = await proxy();

    expect(await get(URL_HERE, { proxies: { http: url } })).toBe(
      'mirror.corp.example /debian/file',
    );
    expect(requests).toEqual([`GET ${URL_HERE}`]);
  });

  test('probes and hashes by it too', async () => {
    const { requests, url } = await proxy();
    const client = new HttpClient({ patience: PATIENCE, proxies: { http: url } });

    expect(await client.probe(URL_HERE)).toEqual({ size: 32 });
    expect(await client.digest(URL_HERE, 1000)).toMatchObject({ size: 32 });
    expect(requests).toEqual([`GET ${URL_HERE}`, `GET ${URL_HERE}`]);
  });

  test('sends it the user and password, and tells them to nobody', async () => {
    const user = 'me:pass/word';
    const { url } = await proxy({ user });
    const named = (text: string) => url.replace('//', `//${text}@`);

    expect(await get(URL_HERE, { proxies: { http: named('me:pass%2Fword') } })).toContain('/file');
    const told = await failure(get(URL_HERE, { proxies: { http: named('me:secret') } }));
    expect(told).toMatchObject({
      got: `proxy ${url}: it answered status 407, it asks for a user and password`,
      fix: expect.stringContaining('HTTP_PROXY'),
    });
    expect(JSON.stringify(told)).not.toMatch(/secret|bWU6c2VjcmV0/);
  });

  test('asks once where the proxy knows nobody without a password', async () => {
    const { requests, url } = await proxy({ user: 'me:pw' });

    await failure(get(URL_HERE, { proxies: { http: url } }));

    expect(requests).toHaveLength(1);
  });

  test('tells that the proxy is down', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;

    expect(await failure(get(URL_HERE, { proxies: { http: url } }))).toMatchObject({
      message: `${URL_HERE}: server cannot be reached`,
      got: expect.stringMatching(`^proxy ${url}: .*ECONNREFUSED`),
    });
  });

  test('tells that the proxy refuses a tunnel', async () => {
    const { requests, url } = await proxy({ refuses: 403 });

    const told = await failure(get('https://mirror.corp.example/', { proxies: { https: url } }));

    expect(told).toMatchObject({ got: `proxy ${url}: it answered status 403` });
    expect(requests).toContain('CONNECT mirror.corp.example:443');
  });

  test('reaches directly what is exempt, at a redirect too', async () => {
    const { requests, url } = await proxy();
    const here = `${server.url}/direct`;
    const proxies = { http: url, except: 'other.example' };

    expect(await get(here, { proxies })).toContain('/direct');
    expect(await get(`http://mirror.corp.example/moved${here}`, { proxies })).toContain('/direct');
    expect(requests).toEqual([`GET http://mirror.corp.example/moved${here}`]);
    await failure(get('http://other.example.invalid/', { proxies: { ...proxies, except: '*' } }));
    expect(requests).toHaveLength(1);
  });
});

test('archives go by the proxies of apt, and nothing else does', async () => {
  const { requests, url } = await proxy();
  const environment = {
    ...{ mirrors: {}, aptMirrors: {}, keyrings: [], cacheFolder: folder },
    archiveProxies: { http: url },
  };
  const { archiveHttp, http } = fetchContext({ environment, patience: PATIENCE });

  await archiveHttp.get(URL_HERE, { maxBytes: 1000 });
  await failure(http.get('http://mirror.corp.invalid/', { maxBytes: 1000 }));

  expect(requests).toEqual([`GET ${URL_HERE}`]);
});

test('HttpClient tunnels https through a proxy, by the certificates of the server', async () => {
  const place = join(folder, 'authority');
  mkdirSync(place);
  const issued = new CertificateAuthority(place, 'own').issue('mirror', [
    'DNS:mirror.corp.example',
  ]);
  const secure = createServer({ cert: issued.cert, key: issued.key }, (request, response) =>
    response.end(request.url),
  );
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const address = secure.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  open.push(secure);
  const { requests, url } = await proxy({ target: address.port });

  const told = await failure(get('https://mirror.corp.example/a', { proxies: { https: url } }));

  expect(told).toMatchObject({ got: expect.stringMatching(/certificate/) });
  expect(requests).toEqual(['CONNECT mirror.corp.example:443']);
});
