import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { type Described, readOciIndex } from '../support/oci-tar';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

/** The index in an OCI archive, its digest, and its attestations: statement and what it is of. */
function indexOf(archive: string) {
  const { attestations, blob, images, top } = readOciIndex(archive);
  return {
    digest: top.digest,
    images: images.map(({ digest }) => digest),
    attestations: attestations.flatMap((manifest) =>
      blob(manifest).layers.map((layer: Described) => ({
        of: manifest.annotations?.['vnd.docker.reference.digest'],
        statement: blob(layer),
      })),
    ),
  };
}

describeWith(['engine', 'buildkitd'], 'the bill of materials in an index', (services) => {
  const { buildkitd, engine } = services;
  const folder = installed.project(L1_PROJECT);
  const synth = async (args: readonly string[], address = buildkitd.address) => {
    const { code, stderr, stdout } = await installed.synth(folder, args, {
      env: { BUILDKIT_HOST: address },
    });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  let count = 0;
  const index = async (...args: readonly string[]) => {
    const archive = `bill-${count++}.tar`;
    await synth(['build', '--output', `type=oci,dest=${archive}`, ...args]);
    return indexOf(join(folder, archive));
  };

  test('is that of "synth sbom", of each platform, for its manifest', async () => {
    const { attestations, images } = await index('--sbom', 'true');

    expect(attestations.map(({ of }) => of)).toEqual(images);
    const documents: unknown[] = [];
    for (const architecture of ['amd64', 'arm64']) {
      documents.push(JSON.parse(await synth(['sbom', '--platform', `linux/${architecture}`])));
    }
    expect(attestations.map(({ statement }) => statement.predicate)).toEqual(documents);
    for (const [at, { statement }] of attestations.entries()) {
      expect(statement.predicateType).toBe('https://spdx.dev/Document');
      expect(`sha256:${statement.subject[0].digest.sha256}`).toBe(images[at]);
    }
  });

  test('is the same each time, so the index is, and leaves the platforms as they are', async () => {
    const without = await index();
    const first = await index('--sbom', 'true');
    const second = await index('--sbom', 'true', '--no-cache');

    expect(second.digest).toBe(first.digest);
    expect(first.digest).not.toBe(without.digest);
    expect(first.images).toEqual(without.images);
    expect(without.attestations).toEqual([]);
  });

  test('is in an image of one platform, and goes where nothing else may be fetched', async () => {
    const { attestations, images } = await index(
      ...['--attest', 'type=sbom', '--platform', 'linux/arm64', '--own-sources'],
    );

    expect(images).toHaveLength(1);
    expect(attestations.map(({ of }) => of)).toEqual(images);
  });

  test('is a file beside those that are exported', async () => {
    const args = ['--sbom', 'true', '--platform', 'linux/amd64'];
    await synth(['build', ...args, '--output', 'type=local,dest=files']);

    const statement = JSON.parse(readFileSync(join(folder, 'files/sbom.spdx.json'), 'utf8'));
    expect(statement.predicate.spdxVersion).toBe('SPDX-2.3');
  });

  test('is in the image that Docker Engine keeps, and its index repeats as well', async () => {
    const build = ['build', '--json', '--sbom', 'true'];
    const [first, second] = [
      JSON.parse(await synth(build, engine.address))[0],
      JSON.parse(await synth([...build, '--no-cache'], engine.address))[0],
    ];
    const [plain] = JSON.parse(await synth(['build', '--json'], engine.address));

    expect(second.digest).toBe(first.digest);
    expect(first.digest).not.toBe(plain.digest);
    expect(first.platforms.map(({ digest }: Described) => digest)).toEqual(
      plain.platforms.map(({ digest }: Described) => digest),
    );
  });
});
