import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from './engine';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder('engine');

function buildContext(): string {
  const context = join(folder, 'context');
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY file /file\n');
  writeFileSync(join(context, 'file'), 'content\n');
  return context;
}

describeWith(['engine', 'registry'], 'engine and registry', ({ engine, registry }) => {
  const { buildx } = engine;
  const run = buildx === undefined ? test.skip : test;

  run('an image of two platforms, built from nothing, arrives in the registry', async () => {
    const name = `${registry.host}/support/scratch:1`;
    const args = ['build', '--platform', 'linux/amd64,linux/arm64', '--provenance=false'];
    execFileSync(
      buildx ?? '',
      [
        ...args,
        '--output',
        `type=image,name=${name},push=true,oci-mediatypes=true`,
        buildContext(),
      ],
      {
        env: { ...process.env, DOCKER_HOST: engine.address },
        stdio: 'pipe',
      },
    );
    const accept = 'application/vnd.oci.image.index.v1+json';
    const answer = await fetch(`http://${registry.host}/v2/support/scratch/manifests/1`, {
      headers: { accept },
    });
    expect(answer.headers.get('content-type')).toBe(accept);
    const index: unknown = await answer.json();
    expect(index).toMatchObject({
      manifests: [
        { platform: { os: 'linux', architecture: 'amd64' } },
        { platform: { os: 'linux', architecture: 'arm64' } },
      ],
    });
  });
});

describeWith(['authRegistry'], 'registry with passwords', ({ authRegistry }) => {
  const ask = async (login?: string) => {
    const headers = login && { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    return (await fetch(`http://${authRegistry.host}/v2/`, { headers: headers || {} })).status;
  };

  test('rejects a client without the password', async () => {
    expect(await ask()).toBe(401);
    expect(await ask(`${authRegistry.user}:wrong`)).toBe(401);
    expect(await ask(`${authRegistry.user}:${authRegistry.password}`)).toBe(200);
  });
});

describeWith(['buildkitd'], 'standalone buildkitd', ({ buildkitd }) => {
  test('buildctl lists a worker of this machine', () => {
    const output = execFileSync(
      buildkitd.buildctl,
      ['--addr', buildkitd.address, 'debug', 'workers'],
      {
        encoding: 'utf8',
      },
    );
    expect(output).toContain(process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64');
  });
});
