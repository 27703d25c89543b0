import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { type Described, readOciIndex } from '../support/oci-tar';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

/** What an OCI archive says of an image, at each level. */
function levels(archive: string) {
  const { attestations, blob, images, index, top } = readOciIndex(archive);
  return {
    digest: top.digest,
    top: top.annotations ?? {},
    index: index.annotations,
    descriptors: images.map(({ annotations }) => annotations),
    manifests: images.map((image) => blob(image).annotations),
    labels: images.map((image) => blob(blob(image).config).config.Labels),
    digests: images.map(({ digest }) => digest),
    attestations: attestations.flatMap((manifest) =>
      blob(manifest).layers.map((layer: Described) => blob(layer)),
    ),
  };
}

describeWith(['engine', 'buildkitd'], 'what is said of images', ({ buildkitd, engine }) => {
  const folder = installed.project(L1_PROJECT);
  let count = 0;
  const synth = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const archive = `out-${count++}.tar`;
    const output = ['--output', `type=oci,dest=${archive}`];
    const { code, stderr, stdout } = await installed.synth(
      folder,
      ['build', '--json', ...output, ...args],
      {
        env: { BUILDKIT_HOST: buildkitd.address, ...env },
      },
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return { ...levels(join(folder, archive)), report: JSON.parse(stdout)[0] };
  };

  const flags = [
    ...['index:a=1', 'manifest[linux/arm64]:b=2', 'c=3', 'index,manifest-descriptor:d=4,5'].flatMap(
      (annotation) => ['--annotation', annotation],
    ),
    ...['--label', 'x=y=z', '--label', 'org.example.a='],
  ];

  test('stands where buildx puts it', async () => {
    const ours = await synth(flags, { BUILDKIT_HOST: engine.address });
    const context = join(folder, 'context');
    mkdirSync(context);
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    const { status, stderr } = spawnSync(
      engine.buildx ?? '',
      [
        ...['build', '--provenance', 'false', '--platform', 'linux/amd64,linux/arm64', ...flags],
        ...['--output', `type=oci,dest=${join(folder, 'buildx.tar')}`, context],
      ],
      { encoding: 'utf8', env: { ...process.env, DOCKER_HOST: engine.address, HOME: folder } },
    );
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const theirs = levels(join(folder, 'buildx.tar'));

    expect(ours.index).toEqual({ a: '1', d: '4,5' });
    for (const level of ['index', 'descriptors', 'manifests', 'labels'] as const) {
      expect({ [level]: ours[level] }).toEqual({ [level]: theirs[level] });
    }
  });

  test('is the same bytes again, and the date of the image where git is asked', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: folder,
      });
    git('init', '--quiet');
    git('add', 'app.js');
    git('commit', '--quiet', '--message', 'one');

    const first = await synth(['--git-labels']);
    const second = await synth(['--no-cache'], { BUILDX_GIT_LABELS: '1' });
    expect(second.digest).toBe(first.digest);
    expect(first.labels[0]).toEqual({
      'org.opencontainers.image.created': '2025-11-01T00:00:00Z',
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  test('attestations stand beside the platforms, whose digests stay', async () => {
    const plain = await synth([]);
    const attested = await synth(['--provenance', 'mode=max,builder-id=https://ci.example']);

    expect(plain.attestations).toEqual([]);
    expect(attested.digests).toEqual(plain.digests);
    expect(attested.digest).not.toBe(plain.digest);
    expect(attested.attestations).toHaveLength(2);
    expect(JSON.stringify(attested.attestations)).toContain('https://ci.example');
    expect(attested.report.platforms).toEqual(
      plain.report.platforms.map((platform: object) => ({
        ...platform,
        seconds: expect.any(Number),
      })),
    );
  });

  test.each([
    [['--annotation', 'indx:a=b'], 'annotation has no place "indx"'],
    [['--annotation', 'a'], 'option "--annotation" has no key and value'],
    [['--annotation', 'a=b', '--output', 'files'], 'annotations are of images'],
    [['--label', '=x'], 'option "--label" has no key and value'],
    [['--provenance', 'mode=all'], 'attestation "provenance" has another value for "mode"'],
    [['--sbom', 'generater=x'], 'did you mean "generator"?'],
    [['--sbom', 'true', '-o', 'type=docker,dest=x'], 'holds no attestations'],
  ])('%j is refused before the app runs', async (args, told) => {
    const { code, stderr } = await installed.synth(folder, ['build', '--app', 'no.js', ...args]);

    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});
