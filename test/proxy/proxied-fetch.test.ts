import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { ProxyError, proxiedFetch, proxyChoice } from '../../lib/proxy';
import { isLoopback, parseNoProxy } from '../../lib/proxy/no-proxy';
import { freePort, type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { type ProxyServer, type ProxyServerOptions, startProxy } from '../support/proxy-server';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

let origin: LoopbackServer;
const seen: { host: string | undefined; headers: string[]; body: string }[] = [];
beforeAll(async () => {
  origin = await listenOnLoopback(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ host: request.headers.host, headers: request.rawHeaders, body });
    const to = /^\/to\/(.*)$/.exec(request.url ?? '')?.[1];
    if (to !== undefined) {
      return void response.writeHead(302, { Location: decodeURIComponent(to) }).end();
    }
    response.end(`answer to ${request.method} ${request.url}`);
  });
  closers.push(() => origin.close());
});
beforeEach(() => seen.splice(0));

async function proxy(options: Partial<ProxyServerOptions> = {}): Promise<ProxyServer> {
  const started = await startProxy({ target: origin.port, ...options });
  closers.push(() => started.close());
  return started;
}

describe('a request', () => {
  test('goes by the proxy with its method, headers and body', async () => {
    const { requests, url } = await proxy();

    const response = await proxiedFetch(
      'http://deb.example/a?b=c',
      { method: 'POST', headers: { 'x-own': '1' }, body: new URLSearchParams({ q: 'ä&b' }) },
      { http: url },
    );

    expect(await response.text()).toBe('answer to POST /a?b=c');
    expect(requests).toEqual(['POST http://deb.example/a?b=c']);
    expect(seen[0]).toMatchObject({ host: 'deb.example', body: 'q=%C3%A4%26b' });
    expect(seen[0]?.headers).toContain('x-own');
  });

  test('goes directly where there is no proxy of its protocol, or it is exempt', async () => {
    const { requests, url } = await proxy();

    for (const settings of [{}, { https: url }, { http: url, except: '*' }, { http: url }]) {
      const response = await proxiedFetch(`${origin.url}/direct`, {}, settings);
      expect(await response.text()).toBe('answer to GET /direct');
    }
    expect(requests).toEqual([]);
  });

  test('that is redirected goes by the proxy of each host', async () => {
    const [one, other] = [await proxy(), await proxy()];
    const target = `${origin.url}/end`;

    const response = await proxiedFetch(
      `http://a.example/to/${encodeURIComponent(`http://b.example/to/${encodeURIComponent(target)}`)}`,
      {},
      { http: one.url, except: 'c.example' },
    );

    expect(await response.text()).toBe('answer to GET /end');
    expect(one.requests.map((line) => new URL(line.split(' ')[1] ?? '').host)).toEqual([
      'a.example',
      'b.example',
    ]);
    expect(other.requests).toEqual([]);
  });

  test('shows the user of the proxy to the proxy alone', async () => {
    const { url } = await proxy({ user: 'me:pass' });
    const http = url.replace('http://', 'http://me:pass@');

    const response = await proxiedFetch('http://deb.example/', {}, { http });

    expect(response.status).toBe(200);
    const names = seen[0]?.headers.map((name) => name.toLowerCase()) ?? [];
    expect(names).not.toContain('authorization');
  });
});

describe('a proxy', () => {
  test.each([502, 503, 504])('that answers %i gives that answer', async (refuses) => {
    const { url } = await proxy({ refuses });

    expect((await proxiedFetch('http://deb.example/', {}, { http: url })).status).toBe(refuses);
  });

  test.each([403, 407, 502])(
    'that refuses a tunnel with %i is named, with that',
    async (refuses) => {
      const { url } = await proxy({ refuses });
      const https = url.replace('http://', 'http://me:secret-word@');

      const error = await proxiedFetch('https://deb.example/', {}, { https }).catch((e) => e);

      expect(error).toBeInstanceOf(ProxyError);
      expect(error.message).toContain(`proxy ${url}: it answered status ${refuses}`);
      expect(error.message).not.toContain('secret-word');
    },
  );

  test('that wants to know who asks is named, for both protocols', async () => {
    const { url } = await proxy({ user: 'a:b' });

    for (const target of ['http://deb.example/', 'https://deb.example/']) {
      await expect(proxiedFetch(target, {}, { http: url, https: url })).rejects.toThrow(
        `proxy ${url}: it answered status 407, it asks for a user and password`,
      );
    }
  });

  test('that is not there is named, and an abort is told by its reason', async () => {
    const http = `http://127.0.0.1:${await freePort()}`;
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);

    await expect(proxiedFetch('http://a.example/', {}, { http })).rejects.toThrow(
      `proxy ${http}: `,
    );
    await expect(proxiedFetch('http://a.example/', { signal }, { http })).rejects.toBe(reason);
  });
});

describe('NO_PROXY', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,3}[a-z0-9])?$/);
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));

  test('of a domain exempts it and all below it, and nothing else', () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom('', '.', '*.'), (domain, host, before) => {
        const exempts = parseNoProxy(`${before}${domain}`);

        expect(exempts(domain, 80)).toBe(true);
        expect(exempts(`x.${domain}`, 80)).toBe(true);
        expect(exempts(`x${domain}`, 80)).toBe(false);
        expect(exempts(host, 80)).toBe(`.${host}`.endsWith(`.${domain}`));
      }),
    );
  });

  test('of a range exempts the addresses whose first bits are the same', () => {
    const value = (ip: string) =>
      ip.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.nat(32), (ip, bits, flip) => {
        const near = value(ip) ^ (flip < 32 ? 1n << BigInt(flip) : 0n);
        const other = [24n, 16n, 8n, 0n].map((shift) => (near >> shift) & 0xffn).join('.');
        const rest = BigInt(32 - bits);

        expect(parseNoProxy(`${ip}/${bits}`)(other, 80)).toBe(value(ip) >> rest === near >> rest);
      }),
    );
  });

  test('of several entries exempts what one of them does', () => {
    const entry = fc.oneof(
      name,
      fc.ipV4(),
      fc.ipV6(),
      name.map((one) => `${one}:8080`),
    );
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 4 }),
        name,
        fc.constantFrom(80, 8080),
        (list, host, port) => {
          const any = list.some((one) => parseNoProxy(one)(host, port));

          for (const between of [',', ' ', ', ', ' ,\t']) {
            expect(parseNoProxy(list.join(between))(host, port)).toBe(any);
          }
        },
      ),
    );
  });

  test('of any text is read, and exempts this or that', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), (text, url) => {
        const { hostname } = new URL(url);

        expect(typeof parseNoProxy(text)(hostname, 80)).toBe('boolean');
        expect(proxyChoice({ http: 'p:1', except: `${text},*` })(new URL(url))).toBeUndefined();
      }),
    );
  });
});

test('this machine is the loopback of both protocols, in each way to write it', () => {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  fc.assert(
    fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV6()), (text) => {
      const host = new URL(`http://${text.includes(':') ? `[${text}]` : text}`).hostname;
      const bare = host.replace(/^\[|\]$/g, '');

      expect(isLoopback(host)).toBe(list.check(bare, isIP(bare) === 4 ? 'ipv4' : 'ipv6'));
    }),
  );
  expect(isLoopback('[::ffff:127.0.0.1]')).toBe(true);
});
