import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

describeWith(['buildkitd', 'registry'], 'options that users of buildx know', (services) => {
  const { buildkitd, registry } = services;
  const folder = installed.project(L1_PROJECT);
  const name = `${registry.host}/buildx-options-${process.pid}`;
  const build = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    installed.synth(folder, ['build', ...args], {
      env: { BUILDKIT_HOST: buildkitd.address, TEST_NAMES: name, ...env },
    });
  const pushedDigest = async () => {
    const response = await fetch(`http://${registry.host}/v2/${name.split('/')[1]}/manifests/one`, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    });
    return response.headers.get('docker-content-digest');
  };

  test('--push pushes, --quiet prints the digest alone, --iidfile has it, too', async () => {
    const { code, stderr, stdout } = await build(['--push', '-q', '--iidfile', 'id']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect(readFileSync(join(folder, 'id'), 'utf8')).toBe(stdout.trim());
    expect(await pushedDigest()).toBe(stdout.trim());
  });

  test('--push goes with another output', async () => {
    const output = ['--output', 'type=oci,dest=pushed.tar'];
    const { code, stdout } = await build(['--push', '--quiet', ...output], {
      TEST_TEXT: 'pushed beside',
    });

    expect(code).toBe(0);
    expect(await pushedDigest()).toBe(stdout.trim());
    expect(readFileSync(join(folder, 'pushed.tar')).length).toBeGreaterThan(0);
  });

  test('--push needs a name', async () => {
    const { code, stderr } = await build(['--push'], { TEST_NAMES: '' });

    expect(code).toBe(1);
    expect(stderr).toContain('E_PUBLISH_MISSING');
  });

  test('--attest says what --provenance and --sbom say', async () => {
    const files = ['--output', 'type=local,dest=attested', '--platform', 'linux/amd64'];
    expect(await build([...files, '--attest', 'type=provenance,mode=min'])).toMatchObject({
      code: 0,
    });
    const provenance = JSON.parse(readFileSync(join(folder, 'attested/provenance.json'), 'utf8'));
    expect(provenance.predicateType).toMatch(/^https:\/\/slsa\.dev\/provenance\//);
  });

  test('of attestations the last word counts', async () => {
    const both = ['--provenance', 'true', '--attest', 'type=provenance,disabled=true'];
    const without = await build(['--quiet']);

    expect((await build(['--quiet', ...both])).stdout).toBe(without.stdout);
  });

  test.each([
    [['--attest', 'type=vex'], 2, 'option "--attest" has no type that is known'],
    [['--attest', 'type=provenance,mode=most'], 2, 'mode'],
    [['--iidfile', 'id', '--output', 'type=local,dest=x'], 1, 'is for the digest of one image'],
  ])('%j is told', async (args, expected, told) => {
    const { code, stderr } = await build(args);

    expect(stderr).toContain(told);
    expect(code).toBe(expected);
  });
});
