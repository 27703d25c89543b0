import { RegistryClient } from '../../lib/registry/registry-client';
import { startFakeRegistry } from '../support/fake-registry';
import { freePort } from '../support/loopback-server';
import { startProxy } from '../support/proxy-server';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

const REFERENCE = { registry: 'registry.corp.example', repository: 'me/app', tag: 'latest' };

test('a registry is asked by the proxy of the variables', async () => {
  const registry = await startFakeRegistry();
  const proxy = await startProxy({ target: Number(registry.host.split(':')[1]) });
  process.env.HTTPS_PROXY = proxy.url;
  try {
    // The registry of the test has no TLS: that the tunnel is asked for is enough.
    await expect(
      new RegistryClient({ credentials: async () => undefined }).getManifest(REFERENCE),
    ).rejects.toMatchObject({ code: 'E_REGISTRY' });
    expect(proxy.requests).toEqual(['CONNECT registry.corp.example:443']);
  } finally {
    await Promise.all([registry.close(), proxy.close()]);
  }
});

test('a proxy that is down is named, without its password', async () => {
  const host = `127.0.0.1:${await freePort()}`;
  process.env.https_proxy = `http://me:secret@${host}`;

  const error: unknown = await new RegistryClient({ credentials: async () => undefined })
    .getManifest(REFERENCE)
    .catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({
    message: expect.stringMatching(`^no answer from registry.corp.example: proxy http://${host}: `),
  });
  expect(`${error}`).not.toContain('secret');
});
