import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { connect } from '../../lib/client';
import { TokenAuthority } from '../../lib/client/session/token-authority';
import { image, mkfile, scratch } from '../../lib/llb';
import { type Credentials, readIndexSummary } from '../../lib/registry';
import { describeWith } from '../support/engine';
import { startFakeRegistry } from '../support/fake-registry';
import { temporaryFolder } from '../support/temporary-folder';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const folder = temporaryFolder('auth');

const config = (platform: object) =>
  Buffer.from(
    JSON.stringify({ ...platform, config: {}, rootfs: { type: 'layers', diff_ids: [] } }),
  );

describe('the key that stands for a login', () => {
  const salt = Buffer.from('salt');
  /** What a daemon does with the answer: it opens the signed payload with the key. */
  const opens = (publicKey: Uint8Array, signed: Uint8Array) => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, signed.subarray(64), key, signed.subarray(0, 64));
  };

  test('signs what the daemon asks', () => {
    const authority = new TokenAuthority();
    const payload = Buffer.from('prove it');

    const signed = authority.sign(salt, true, payload);

    expect(Buffer.from(signed.subarray(64))).toEqual(payload);
    expect(opens(authority.publicKey(salt, true), signed)).toBe(true);
    expect(opens(authority.publicKey(Buffer.from('other'), true), signed)).toBe(false);
  });

  test('is that of one process where there is a login, and of everybody where there is none', () => {
    const [one, two] = [new TokenAuthority(), new TokenAuthority()];

    expect(one.publicKey(salt, true)).not.toEqual(two.publicKey(salt, true));
    expect(one.publicKey(salt, false)).toEqual(two.publicKey(salt, false));
  });
});

function testRegistries(address: () => string): void {
  const push = async (name: string, credentials?: () => Promise<Credentials | undefined>) => {
    const connection = await connect(address());
    try {
      return await connection.build(
        {
          results: [AMD64, ARM64].map((platform) => ({
            platform,
            definition: scratch()
              .file(mkfile('/f', 0o644, `for ${platform.architecture}`))
              .marshal({ platform }),
            config: config(platform),
          })),
          exporters: [{ type: 'image', attrs: { name, push: 'true' } }],
        },
        { credentials },
      );
    } finally {
      connection.close();
    }
  };

  describeWith(['registry'], 'an open registry', ({ registry }) => {
    test('gets a pushed image of two platforms, whose index can be read back', async () => {
      const name = `${registry.host}/test/open:${Date.now()}`;

      const { exporterResponse } = await push(name);

      const summary = await readIndexSummary(name);
      expect(summary.digest).toBe(exporterResponse['containerimage.digest']);
      expect(summary.platforms.map(({ platform }) => platform)).toEqual([AMD64, ARM64]);
      for (const platform of summary.platforms) {
        expect(platform.compressedSize).toBeGreaterThan(50);
        expect(platform.compressedSize).toBeLessThan(1_000);
        expect(platform.layers).toBe(1);
      }
    });
  });

  describeWith(['authRegistry'], 'a registry with a login', ({ authRegistry }) => {
    const { host, user, password } = authRegistry;
    const name = `${host}/test/closed:${Date.now()}`;

    test('gets a pushed image with the login of the Docker configuration', async () => {
      const home = join(folder, 'docker');
      mkdirSync(home, { recursive: true });
      const auth = Buffer.from(`${user}:${password}`).toString('base64');
      writeFileSync(join(home, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
      const before = process.env.DOCKER_CONFIG;
      process.env.DOCKER_CONFIG = home;
      try {
        const { exporterResponse } = await push(name);

        const summary = await readIndexSummary(name);
        expect(summary.digest).toBe(exporterResponse['containerimage.digest']);
      } finally {
        if (before === undefined) delete process.env.DOCKER_CONFIG;
        else process.env.DOCKER_CONFIG = before;
      }
    });

    test('fails without a login, and with a wrong one, whose password no message has', async () => {
      const nobody = async () => undefined;
      const wrong = async () => ({ username: user, password: 'wrong-secret' });

      for (const credentials of [nobody, wrong]) {
        const error = await push(name, credentials).catch((caught) => caught);

        expect(error.code).toBe('E_REGISTRY_AUTH');
        expect(error.message).toMatch(/40[13]|unauthorized|denied|authorization|basic/i);
        expect(error.stack).not.toContain('wrong-secret');
      }
    });
  });

  test('a registry with a token server gets a token of this process, not of the daemon', async () => {
    const registry = await startFakeRegistry({ auth: 'bearer' });
    try {
      const layer = gzipSync(Buffer.alloc(1024));
      const diffId = `sha256:${createHash('sha256').update(Buffer.alloc(1024)).digest('hex')}`;
      const configJson = {
        ...AMD64,
        config: {},
        rootfs: { type: 'layers', diff_ids: [diffId] },
        nonce: Math.random(),
      };
      const descriptor = (digest: string, size: number, mediaType: string) => ({
        digest,
        size,
        mediaType,
      });
      const configType = 'application/vnd.oci.image.config.v1+json';
      const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
      const manifest = {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: descriptor(
          registry.add('me/app', configJson, configType),
          JSON.stringify(configJson).length,
          configType,
        ),
        layers: [descriptor(registry.add('me/app', layer, layerType), layer.length, layerType)],
      };
      registry.add('me/app', manifest, manifest.mediaType, '1.0');
      const connection = await connect(address());

      await connection.build(
        {
          results: [
            {
              platform: AMD64,
              definition: image(`${registry.host}/me/app:1.0`).marshal({ platform: AMD64 }),
            },
          ],
        },
        { credentials: async () => ({ username: 'me', password: 'pass' }) },
      );
      connection.close();

      expect(registry.tokenAgents).toContain('node');
      expect(registry.tokenAgents.filter((agent) => agent !== 'node')).toEqual([]);
      expect(registry.requests.join('\n')).toContain(manifest.config.digest);
    } finally {
      await registry.close();
    }
  });
}

describeWith(['engine'], 'with Docker Engine', ({ engine }) => {
  testRegistries(() => engine.address);
});
describeWith(['buildkitd'], 'with a standalone buildkitd', ({ buildkitd }) => {
  testRegistries(() => buildkitd.address);
});
