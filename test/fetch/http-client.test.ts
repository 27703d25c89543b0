import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { HttpClient } from '../../lib/fetch/http-client';
import { sha256 } from '../support/debian-package';
import { freePort, type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

const PATIENCE = { attempts: 3, retryDelay: 1, idleTimeout: 2_000 };
const BODY = 'hello world\n';
const folder = temporaryFolder('http-client');

let server: LoopbackServer;
let answer: RequestListener;
let requests: { method: string | undefined; headers: NodeJS.Dict<string | string[]> }[];

beforeAll(async () => {
  server = await listenOnLoopback((request, response) => {
    requests.push({ method: request.method, headers: request.headers });
    answer(request, response);
  });
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  answer = (_, response) => response.end(BODY);
});

/** Answers with each status in turn, then with the body. */
function first(statuses: readonly number[], headers: Record<string, string> = {}): RequestListener {
  const left = [...statuses];
  return (_, response) => {
    const status = left.shift();
    if (status === undefined) response.end(BODY);
    else response.writeHead(status, headers).end('no');
  };
}

const client = (patience = {}) => new HttpClient({ patience: { ...PATIENCE, ...patience } });

describe('HttpClient.get', () => {
  it('gets a file and checks it', async () => {
    const expected = { maxBytes: 100, size: BODY.length, sha256: sha256(BODY) };
    expect((await client().get(server.url, expected)).toString()).toBe(BODY);
    // Else a server may unpack a .gz on the way.
    expect(requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('rejects other bytes, naming URL and both hashes', async () => {
    const wanted = 'f'.repeat(64);
    await expect(
      client().get(`${server.url}/file`, { maxBytes: 100, sha256: wanted }),
    ).rejects.toMatchObject({
      code: 'E_HTTP_HASH',
      message: `${server.url}/file: content is not the expected one`,
      details: { got: `sha256 ${sha256(BODY)}`, expected: `sha256 ${wanted}` },
    });
    expect(requests).toHaveLength(1);
  });

  it('rejects a wrong size, and reads no further than it must', async () => {
    await expect(client().get(server.url, { maxBytes: 100, size: 5 })).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      details: { got: 'more than 5 bytes', expected: '5 bytes' },
    });
    await expect(client().get(server.url, { maxBytes: 100, size: 50 })).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      details: { got: `${BODY.length} bytes` },
    });
    answer = (_, response) => {
      const write = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(write));
      };
      write();
    };
    await expect(client().get(server.url, { maxBytes: 1 << 20 })).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      details: { expected: `at most ${1 << 20} bytes` },
    });
  });

  it('tells hash and size of a file, through redirects and a broken connection', async () => {
    let count = 0;
    answer = (request, response) => {
      count += 1;
      if (request.url === '/moved') response.writeHead(302, { location: '/file' }).end();
      else if (count > 2) response.end(BODY);
      else {
        response.writeHead(200, { 'content-length': BODY.length });
        response.write(BODY.slice(0, 3), () => request.socket.destroy());
      }
    };
    expect(await client().digest(`${server.url}/moved`, 100)).toEqual({
      size: BODY.length,
      sha256: sha256(BODY),
    });
    count = 1;
    const file = join(folder, 'saved');
    expect(await client().save(server.url, file, 100)).toEqual({
      size: BODY.length,
      sha256: sha256(BODY),
    });
    // Nothing of the attempt that broke off is left before it.
    expect(readFileSync(file, 'utf8')).toBe(BODY);
    await expect(client().digest(server.url, 5)).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      details: { got: 'more than 5 bytes', expected: 'at most 5 bytes' },
    });
  });

  it.each([408, 429, 500, 502, 503, 504])('tries again after status %d', async (status) => {
    answer = first([status, status]);
    expect((await client().get(server.url, { maxBytes: 100 })).toString()).toBe(BODY);
    expect(requests).toHaveLength(3);
  });

  it.each([400, 403, 404, 410, 501])('fails at once with status %d', async (status) => {
    answer = first([status]);
    await expect(client().get(server.url, { maxBytes: 100 })).rejects.toMatchObject({
      code: 'E_HTTP_STATUS',
      status,
    });
    expect(requests).toHaveLength(1);
  });

  it('fails after the last attempt', async () => {
    answer = first([503, 503, 503]);
    await expect(client().get(server.url, { maxBytes: 100 })).rejects.toMatchObject({
      status: 503,
    });
    expect(requests).toHaveLength(3);
  });

  it('waits as long as the server asks', async () => {
    answer = first([429], { 'retry-after': '1' });
    const start = Date.now();
    await client().get(server.url, { maxBytes: 100 });
    expect(Date.now() - start).toBeGreaterThanOrEqual(950);
  });

  it('tries again where the connection breaks off', async () => {
    let count = 0;
    answer = (request, response) => {
      count += 1;
      if (count > 2) response.end(BODY);
      else {
        response.writeHead(200, { 'content-length': BODY.length });
        response.write('hel', () => request.socket.resetAndDestroy());
      }
    };
    expect((await client().get(server.url, { maxBytes: 100 })).toString()).toBe(BODY);
  });

  it('gives up a server that sends nothing', async () => {
    answer = (_, response) => response.write('x');
    await expect(
      client({ attempts: 2, idleTimeout: 100 }).get(server.url, { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'E_HTTP_UNREACHABLE', details: { got: 'no answer in time' } });
    expect(requests).toHaveLength(2);
  });

  it('is patient with a server that is slow, but not silent', async () => {
    answer = (_, response) => {
      const bytes = [...BODY];
      const timer = setInterval(() => {
        const byte = bytes.shift();
        if (byte !== undefined) response.write(byte);
        else {
          clearInterval(timer);
          response.end();
        }
      }, 40);
    };
    const content = await client({ attempts: 1, idleTimeout: 250 }).get(server.url, {
      maxBytes: 100,
    });
    expect(content.toString()).toBe(BODY);
  });

  it('waits for a server that is down only once', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const slow = client({ attempts: 2, retryDelay: 200 });
    const start = Date.now();
    const all = Array.from({ length: 20 }, (_, i) => slow.get(`${url}/${i}`, { maxBytes: 1 }));

    const outcomes = await Promise.allSettled(all);

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(Date.now() - start).toBeLessThan(1500);
  });

  it('stops with the reason of the signal, in a wait and in a transfer', async () => {
    for (const listener of [first([503, 503]), () => undefined] satisfies RequestListener[]) {
      answer = listener;
      const controller = new AbortController();
      const reason = new Error('interrupted');
      const work = new HttpClient({
        signal: controller.signal,
        patience: { ...PATIENCE, retryDelay: 10_000, idleTimeout: 10_000 },
      }).get(server.url, { maxBytes: 100 });
      setTimeout(() => controller.abort(reason), 50);
      await expect(work).rejects.toBe(reason);
    }
  });
});

describe('HttpClient.probe', () => {
  it('learns the size of a file without fetching it', async () => {
    answer = (_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-0/123', 'content-length': 1 }).end('x');
    };
    expect(await client().probe(server.url)).toEqual({ size: 123 });
    expect(requests[0]?.headers.range).toBe('bytes=0-0');
  });

  it('takes the answer of a server that knows no ranges', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': BODY.length }).end(BODY);
    expect(await client().probe(server.url)).toEqual({ size: BODY.length });
    answer = (_, response) => response.end(BODY);
    expect(await client().probe(server.url)).toEqual({ size: BODY.length });
  });

  it('fails for a file that is not there', async () => {
    answer = first([404]);
    await expect(client().probe(server.url)).rejects.toMatchObject({ status: 404 });
  });
});
