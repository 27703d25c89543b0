import { parseImageReference } from '../../lib/oci/image-reference';
import {
  type CredentialLookup,
  RegistryClient,
  RegistryError,
  readIndexSummary,
} from '../../lib/registry';
import { parseChallenge } from '../../lib/registry/challenge';
import { type FakeRegistryOptions, startFakeRegistry } from '../support/fake-registry';

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const login =
  (username: string, password: string): CredentialLookup =>
  async () => ({ username, password });
const nobody: CredentialLookup = async () => undefined;

/** A registry with a two-platform image and its attestations. */
async function registryWithImage(options: FakeRegistryOptions = {}) {
  const registry = await startFakeRegistry(options);
  closers.push(registry.close);
  const add = (content: object, type: string, tag?: string) =>
    registry.add('me/app', content, type, tag);
  const manifest = (sizes: number[], config: object) =>
    add(
      {
        config: { digest: add(config, 'application/json') },
        layers: sizes.map((size) => ({ size, digest: 'sha256:…' })),
      },
      OCI_MANIFEST,
    );
  const amd64 = manifest([100, 20], { os: 'linux', architecture: 'amd64' });
  const arm = manifest([5], { os: 'linux', architecture: 'arm', variant: 'v7' });
  const attestation = manifest([7], {});
  const index = add(
    {
      manifests: [
        { digest: amd64, platform: { os: 'linux', architecture: 'amd64' } },
        { digest: arm, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
        { digest: attestation, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    },
    OCI_INDEX,
    '1.0',
  );
  registry.add('me/app', Buffer.from('{"layers":'), OCI_MANIFEST, 'broken');
  return { registry, digests: { amd64, arm, index }, name: `${registry.host}/me/app:1.0` };
}

test('a summary of an index has each platform with its size, without attestations', async () => {
  const { name, digests } = await registryWithImage();

  expect(await readIndexSummary(name, { credentials: nobody })).toEqual({
    digest: digests.index,
    mediaType: OCI_INDEX,
    platforms: [
      {
        platform: { os: 'linux', architecture: 'amd64' },
        digest: digests.amd64,
        compressedSize: 120,
        layers: 2,
      },
      {
        platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
        digest: digests.arm,
        compressedSize: 5,
        layers: 1,
      },
    ],
  });
});

test('a summary of a single manifest takes the platform from the config', async () => {
  const { name, digests } = await registryWithImage();

  const summary = await readIndexSummary(`${name.replace(':1.0', '')}@${digests.arm}`, {
    credentials: nobody,
  });

  expect(summary).toMatchObject({
    digest: digests.arm,
    platforms: [{ platform: { architecture: 'arm', variant: 'v7' }, compressedSize: 5 }],
  });
});

describe('a registry that asks for a login', () => {
  test('by Basic gets user and password', async () => {
    const { name } = await registryWithImage({ auth: 'basic' });

    const summary = await readIndexSummary(name, { credentials: login('me', 'pass') });

    expect(summary.platforms).toHaveLength(2);
  });

  test('by Bearer gets a token, once for all requests', async () => {
    const { name, registry } = await registryWithImage({ auth: 'bearer' });

    await readIndexSummary(name, { credentials: login('me', 'pass') });

    const tokens = registry.requests.filter((line) => line.startsWith('POST /token'));
    expect(tokens).toHaveLength(1);
    expect(new URLSearchParams(tokens[0]?.split(' ')[2])).toEqual(
      new URLSearchParams({
        client_id: 'buildkit-cdk',
        service: 'test, the registry',
        scope: 'repository:me/app:pull',
        grant_type: 'password',
        username: 'me',
        password: 'pass',
      }),
    );
  });

  test.each([401, 404, 405])(
    'by Bearer, where POST answers %i, gets it by GET',
    async (postStatus) => {
      const { name, registry } = await registryWithImage({ auth: 'bearer', postStatus });

      await readIndexSummary(name, { credentials: login('me', 'pass') });

      expect(registry.requests).toContain('token for repository:me/app:pull');
    },
  );

  test('gets a refresh token in place of a password', async () => {
    const { name, registry } = await registryWithImage({ auth: 'bearer' });
    const credentials: CredentialLookup = async () => ({
      username: '',
      password: '',
      identityToken: 'good-refresh',
    });

    await readIndexSummary(name, { credentials });

    expect(registry.requests.join('\n')).toContain('grant_type=refresh_token');
  });

  test('gives an anonymous token where nobody is logged in', async () => {
    const { name } = await registryWithImage({ auth: 'bearer', user: '' });

    expect((await readIndexSummary(name, { credentials: nobody })).platforms).toHaveLength(2);
  });

  test.each(['basic', 'bearer'] as const)(
    'fails with what to do when the login is wrong or absent (%s), and repeats no password',
    async (auth) => {
      const { name } = await registryWithImage({ auth });

      for (const credentials of [nobody, login('me', 'wrong-secret')]) {
        const error = await readIndexSummary(name, { credentials }).catch((caught) => caught);

        expect(error).toBeInstanceOf(RegistryError);
        expect(error.code).toBe('E_REGISTRY_AUTH');
        expect(error.details.fix).toContain('docker login');
        expect(JSON.stringify(error.details) + error.message).not.toContain('wrong-secret');
      }
    },
  );
});

describe('fails', () => {
  const failure = (name: string) =>
    readIndexSummary(name, { credentials: nobody }).then(
      () => undefined,
      (error) => ({ code: error.code, message: error.message }),
    );

  test('for an image that is not there', async () => {
    const { name } = await registryWithImage();

    expect(await failure(name.replace('1.0', '2.0'))).toEqual({
      code: 'E_REGISTRY',
      message: `image ${name.replace('1.0', '2.0')} is not there`,
    });
  });

  test('for content with another digest than asked for', async () => {
    const { name, registry, digests } = await registryWithImage();
    registry.corrupt(digests.arm);

    expect(await failure(name)).toMatchObject({ code: 'E_REGISTRY_DIGEST' });
  });

  test('for what is no image', async () => {
    const { name } = await registryWithImage();

    expect(await failure(name.replace('1.0', 'broken'))).toMatchObject({
      code: 'E_REGISTRY',
      message: expect.stringContaining('is no image'),
    });
  });

  test('for a registry that is not there', async () => {
    expect(await failure('127.0.0.1:1/me/app')).toMatchObject({
      code: 'E_REGISTRY',
      message: expect.stringMatching(/^no answer from 127\.0\.0\.1:1: .*(ECONNREFUSED|bad port)/),
    });
  });

  test('for a blob that is larger than asked for', async () => {
    const { registry, digests } = await registryWithImage();
    const client = new RegistryClient({ credentials: nobody });
    const reference = parseImageReference(`${registry.host}/me/app`);

    const read = client.getBlob(reference, digests.index, { maxBytes: 10 });

    await expect(read).rejects.toMatchObject({ code: 'E_REGISTRY' });
  });
});

describe('a challenge', () => {
  test.each([
    ['Basic realm="x"', { scheme: 'basic', realm: 'x', service: '', scope: '' }],
    [
      'Bearer realm="https://a/t",service="s, t",scope="repository:a/b:pull,push"',
      {
        scheme: 'bearer',
        realm: 'https://a/t',
        service: 's, t',
        scope: 'repository:a/b:pull,push',
      },
    ],
    [
      'Basic realm="x", Bearer realm="y" , service=z',
      { scheme: 'bearer', realm: 'y', service: 'z', scope: '' },
    ],
    ['BEARER Realm="a\\"b"', { scheme: 'bearer', realm: 'a"b', service: '', scope: '' }],
  ])('%s is understood', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected);
  });

  test('that is empty is none', () => {
    expect(parseChallenge('')).toBeUndefined();
  });
});
