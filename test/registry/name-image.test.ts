import { parseImageReference } from '../../lib/oci/image-reference';
import { type CredentialLookup, type Manifest, RegistryClient } from '../../lib/registry';
import { nameImage } from '../../lib/registry/name-image';
import { describeWith } from '../support/engine';
import { listenOnLoopback } from '../support/loopback-server';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const EMPTY = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [] }));

async function storedIndex(client: RegistryClient, repository: string): Promise<Manifest> {
  const reference = parseImageReference(repository);
  const digest = await client.putManifest(reference, { bytes: EMPTY, mediaType: INDEX });
  return { bytes: EMPTY, digest, mediaType: INDEX };
}

describeWith(['authRegistry'], 'names in a registry with a login', ({ authRegistry }) => {
  const { host, password, user } = authRegistry;
  const login: CredentialLookup = async () => ({ username: user, password });

  test('are written, and blobs are stored, with the login', async () => {
    const client = new RegistryClient({ credentials: login });
    const repository = `${host}/named/login`;
    const index = await storedIndex(client, repository);
    const names = [`${repository}:a`, `${host}/named/other:b`].map(parseImageReference);
    const blob = await client.putBlob(parseImageReference(repository), Buffer.from('text'));

    await nameImage(client, index, names);

    for (const name of names) expect((await client.getManifest(name)).digest).toBe(index.digest);
    const read = await client.getBlob(parseImageReference(repository), blob, { maxBytes: 100 });
    expect(Buffer.from(read).toString()).toBe('text');
  });

  test('are refused without it', async () => {
    const client = new RegistryClient({ credentials: async () => undefined });

    await expect(storedIndex(client, `${host}/named/none`)).rejects.toMatchObject({
      code: 'E_REGISTRY_AUTH',
    });
  });
});

describe('names in a registry', () => {
  /** A registry that answers a request with the next of these, the last one for all others. */
  async function registryThat(...answers: readonly number[]) {
    const seen: string[] = [];
    const server = await listenOnLoopback((request, response) => {
      request.resume();
      const status = answers[Math.min(seen.length, answers.length - 1)] ?? 500;
      seen.push(`${request.method} ${request.url}`);
      response.writeHead(status).end();
    });
    return { host: server.url.replace('http://', ''), seen, close: () => server.close() };
  }
  const index: Manifest = { bytes: EMPTY, digest: 'sha256:x', mediaType: INDEX };
  const nobody: CredentialLookup = async () => undefined;

  test('are tried again where it is busy', async () => {
    const registry = await registryThat(429, 503, 201);
    try {
      const name = parseImageReference(`${registry.host}/me/app:one`);
      await nameImage(new RegistryClient({ credentials: nobody }), index, [name]);

      expect(registry.seen).toHaveLength(4);
      expect(registry.seen.at(-1)).toBe('PUT /v2/me/app/manifests/one');
    } finally {
      await registry.close();
    }
  });

  test('are not written before every repository has the index', async () => {
    const good = await registryThat(201);
    const bad = await registryThat(403);
    try {
      const names = [`${good.host}/me/app:one`, `${bad.host}/me/app:one`].map(parseImageReference);
      const client = new RegistryClient({ credentials: nobody });

      await expect(nameImage(client, index, names)).rejects.toMatchObject({
        code: 'E_REGISTRY_AUTH',
      });
      expect(good.seen).toEqual([expect.stringMatching(/^PUT \/v2\/me\/app\/manifests\/sha256:/)]);
    } finally {
      await Promise.all([good.close(), bad.close()]);
    }
  });

  test('that were written are told where another cannot be', async () => {
    const registry = await registryThat(201, 201, 400);
    try {
      const names = ['one', 'two'].map((tag) =>
        parseImageReference(`${registry.host}/me/app:${tag}`),
      );
      const client = new RegistryClient({ credentials: nobody });

      await expect(nameImage(client, index, names)).rejects.toThrow(
        `of this image there are already ${registry.host}/me/app:one`,
      );
    } finally {
      await registry.close();
    }
  });
});
