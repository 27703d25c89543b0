import { randomBytes } from 'node:crypto';
import { connect } from '../../lib/client';
import { copy, image, mkfile, scratch } from '../../lib/llb';
import { AMD64, result } from '../support/client-builds';
import { describeWith } from '../support/engine';
import { type Spoiling, startRegistryProxy } from '../support/registry-proxy';

jest.setTimeout(90_000);

const LAYER_BYTES = 400_000;

const none = async () => undefined;

/** A result with a layer that is new to daemon and registry. */
function newResult() {
  const text = randomBytes(LAYER_BYTES).toString('base64');
  return result(scratch().file(mkfile('/f', 0o644, text)), AMD64);
}

describeWith(['buildkitd', 'registry'], 'a push to a registry', ({ buildkitd, registry }) => {
  /** Pushes a new image by a proxy; gives what came of it, and what the registry has under its tag. */
  async function push(spoiling: Spoiling) {
    const proxy = await startRegistryProxy(registry.host, spoiling);
    const path = `test/cut-${randomBytes(6).toString('hex')}`;
    const attrs = { name: `${proxy.host}/${path}:one`, push: 'true' };
    const connection = await connect(buildkitd.address);
    try {
      const outcome = await connection
        .build(
          {
            results: [newResult()],
            exporters: [{ type: 'image', attrs }],
          },
          { credentials: none },
        )
        .then(({ exporterResponse }) => exporterResponse['containerimage.digest'])
        .catch((error) => error);
      const accept =
        'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
      const url = `http://${registry.host}/v2/${path}/manifests/one`;
      const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
      const tag = answer.ok ? answer.headers.get('docker-content-digest') : undefined;
      return { outcome, tag, cuts: proxy.cuts };
    } finally {
      connection.close();
      await proxy.close();
    }
  }

  test('that cuts every connection within a layer is told, and leaves no tag', async () => {
    const { cuts, outcome, tag } = await push({ afterBytes: 100_000, cuts: 1_000 });

    expect(outcome).toMatchObject({ code: 'E_REGISTRY' });
    expect(tag).toBeUndefined();
    expect(cuts).toBeGreaterThan(0);
  });

  test('that cuts once gets the whole image', async () => {
    const { cuts, outcome, tag } = await push({ afterBytes: 100_000, cuts: 1 });

    expect(outcome).toMatch(/^sha256:/);
    expect(tag).toBe(outcome);
    expect(cuts).toBe(1);
  });

  test('that is slow gets the whole image', async () => {
    const { outcome, tag } = await push({ afterBytes: 100_000, pauseMs: 150 });

    expect(outcome).toMatch(/^sha256:/);
    expect(tag).toBe(outcome);
  });
});

describeWith(['engine', 'buildkitd', 'registry'], 'a pull of a registry', (services) => {
  /** Has one daemon push a new image, and the other build from it by a proxy. */
  async function pull(spoiling: Spoiling) {
    const path = `test/cut-${randomBytes(6).toString('hex')}`;
    const attrs = { name: `${services.registry.host}/${path}:one`, push: 'true' };
    const exporters = [{ type: 'image', attrs }];
    const from = await connect(services.buildkitd.address);
    await from.build({ results: [newResult()], exporters }, { credentials: none });
    from.close();
    const proxy = await startRegistryProxy(services.registry.host, {
      ...spoiling,
      direction: 'from registry',
    });
    const connection = await connect(services.engine.address);
    try {
      const state = scratch().file(copy(image(`${proxy.host}/${path}:one`), '/f', '/g'));
      const outcome = await connection
        .build({ results: [result(state)] }, { credentials: none, onFiles: async () => {} })
        .then(() => 'whole')
        .catch((error) => error);
      return { outcome, cuts: proxy.cuts };
    } finally {
      connection.close();
      await proxy.close();
    }
  }

  test('that cuts every connection before anything of a layer has come is told', async () => {
    const { cuts, outcome } = await pull({ afterBytes: 4_000, cuts: 1_000 });

    expect(outcome).toMatchObject({ code: 'E_REGISTRY' });
    expect(cuts).toBeGreaterThan(0);
  });

  test('that cuts within a layer, again and again, or is slow, gives the whole image', async () => {
    const { cuts, outcome } = await pull({ afterBytes: 100_000, cuts: 1_000 });
    expect(outcome).toBe('whole');
    expect(cuts).toBeGreaterThan(1);
    expect(await pull({ afterBytes: 100_000, pauseMs: 150 })).toMatchObject({ outcome: 'whole' });
  });
});
