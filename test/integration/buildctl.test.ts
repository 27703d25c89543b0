import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '../../lib/assembly/manifest';
import { copy, git, http, mkfile, scratch } from '../../lib/llb';
import { sha256 } from '../support/debian-package';
import { ELF_MACHINE, elfMachine } from '../support/elf';
import { describeWith } from '../support/engine';
import { type GitServer, startGitServer } from '../support/git-server';
import {
  debianVariables,
  ensureFetchable,
  HELLO_COMMITS,
  helloFiles,
} from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { type ArchivedImage, readOciTar } from '../support/oci-tar';
import { temporaryFolder } from '../support/temporary-folder';
import { WatchedProject } from '../support/watched-project';

const HTTP_BYTES = 'fetched by hash\n';

jest.setTimeout(600_000);

describeWith(['buildkitd'], 'a standalone buildkitd', ({ buildkitd }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('buildctl');
  let repository: GitServer;
  let web: LoopbackServer;
  let project: WatchedProject;

  /** Runs buildctl with a definition on its stdin. Not synchronous: this process serves the sources. */
  const buildctl = async (args: readonly string[], definition: Uint8Array): Promise<string> => {
    const file = join(folder, 'definition.llb');
    writeFileSync(file, definition);
    const line = 'file=$1; shift; exec "$@" < "$file"';
    const command = [buildkitd.buildctl, '--addr', buildkitd.address, ...args];
    const { stdout } = await promisify(execFile)('sh', ['-c', line, 'sh', file, ...command], {
      maxBuffer: 64 << 20,
    });
    return stdout;
  };
  const synth = (...args: string[]) =>
    project.synth(args, { env: { ...debianVariables(), BUILDKIT_HOST: buildkitd.address } });

  beforeAll(async () => {
    repository = await startGitServer(join(folder, 'git'));
    repository.addRepository('hello', HELLO_COMMITS);
    web = await listenOnLoopback((_request, response) => void response.end(HTTP_BYTES));
    const files = helloFiles({ repository: `${repository.gitUrl}/hello` });
    project = new WatchedProject(installed, files, folder);
    await ensureFetchable(installed, project.folder);
  });
  afterAll(() => Promise.all([repository?.close(), web?.close()]));

  test('buildctl builds a definition of git and http sources from stdin', async () => {
    const [commit] = repository.addRepository('other', HELLO_COMMITS).commits;
    const source = git(`${repository.httpUrl}/other.git`, { ref: commit ?? '' });
    const fetched = http(`${web.url}/file`, {
      checksum: `sha256:${sha256(HTTP_BYTES)}`,
      filename: 'file',
    });
    const state = scratch()
      .file(mkfile('/made', 0o640, 'made\n'))
      .file(copy(source, '/hello.c', '/src/', { createDestPath: true }))
      .file(copy(fetched, '/file', '/file'));
    const definition = state.marshal({ platform: { os: 'linux', architecture: 'amd64' } });

    const out = join(folder, 'out');
    await buildctl(['build', '--output', `type=local,dest=${out}`], definition.toBytes());

    expect(readdirSync(out, { recursive: true }).sort()).toEqual([
      'file',
      'made',
      'src',
      'src/hello.c',
    ]);
    expect(readFileSync(join(out, 'file'), 'utf8')).toBe(HTTP_BYTES);
    expect(readFileSync(join(out, 'src/hello.c'), 'utf8')).toBe(
      HELLO_COMMITS[0]?.files?.['hello.c'],
    );
    const dumped = await buildctl(['debug', 'dump-llb'], definition.toBytes());
    expect(dumped).toContain(definition.digest);
  });

  describe('with the example', () => {
    let image: ArchivedImage[];

    beforeAll(async () => {
      const run = await synth('build', '--output', 'type=oci,dest=hello.tar');
      expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
      image = readOciTar(project.file('hello.tar'), join(folder, 'image'));
    });

    test('builds both platforms, and again the same', async () => {
      expect(image.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
      const again = await synth('build', '--no-cache', '--output', 'type=oci,dest=again.tar');
      expect(again).toMatchObject({ code: 0 });
      expect(readOciTar(project.file('again.tar'), join(folder, 'again'))).toEqual(image);
    });

    test('buildctl reads each definition of the assembly, with the folders that it names', async () => {
      const manifest: Manifest = JSON.parse(project.text('synth.out/manifest.json'));
      const [hello] = manifest.images;
      const names = Object.keys(manifest.locals);
      expect(hello?.platforms.map(({ platform }) => platform)).toEqual([
        'linux/amd64',
        'linux/arm64',
      ]);
      for (const { definition, digest } of hello?.platforms ?? []) {
        const bytes = readFileSync(project.file(`synth.out/${definition}`));
        const ops = (await buildctl(['debug', 'dump-llb'], bytes))
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const sources = ops.map(({ Op }) => Op.Op?.source?.identifier).filter(Boolean);
        expect(sources).toEqual(expect.arrayContaining(names.map((name) => `local://${name}`)));
        expect(ops.map(({ Digest }) => Digest)).toContain(digest);
      }
    });
  });

  test('buildctl builds a definition of the assembly, with the one folder that it is sent', async () => {
    // What the daemon has by its hash it need not fetch, so that the snapshot archive is not asked.
    expect(await synth('build', '--output', 'type=oci,dest=hello.tar')).toMatchObject({ code: 0 });
    const manifest: Manifest = JSON.parse(project.text('synth.out/manifest.json'));
    const members = readdirSync(project.cache, { recursive: true, encoding: 'utf8' });
    const unpacker = dirname(members.find((path) => path.endsWith('content/busybox')) ?? '');
    const locals = Object.keys(manifest.locals).flatMap((name) => [
      '--local',
      `${name}=${join(project.cache, unpacker)}`,
    ]);
    const out = join(folder, 'arm64');

    const definition = readFileSync(project.file('synth.out/hello.linux-arm64.llb'));
    await buildctl(['build', ...locals, '--output', `type=local,dest=${out}`], definition);

    expect(elfMachine(join(out, 'boot/bin/hello'))).toBe(ELF_MACHINE.arm64);
  });

  const canRun = process.getuid?.() === 0;
  (canRun ? test : test.skip)(
    `runs the example by runc, as strictly as Docker would${canRun ? '' : ' (needs root)'}`,
    async () => {
      const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
      const output = ['--platform', `linux/${architecture}`, '--output', 'type=tar,dest=root.tar'];
      expect(await synth('build', ...output)).toMatchObject({ code: 0 });
      const libraries = [
        'common',
        'debian-packages',
        'private-network',
        'private-docker',
        'run-image',
      ]
        .map((name) => `. "$1/lib/${name}.sh"`)
        .join('; ');
      const { stdout } = await promisify(execFile)('bash', [
        ...['-euc', `${libraries}; run_by_runc "$2" "$3"`, 'bash'],
        join(__dirname, '../../scripts'),
        project.file('root.tar'),
        project.file(`synth.out/hello.linux-${architecture}.config.json`),
      ]);
      expect(stdout.split('\n')).toEqual([
        expect.stringMatching(/^hello from (x86_64|aarch64)$/),
        'user 65532, group 65532',
        'effective capabilities 0000000000000000',
        'no new privileges: yes',
        'writing to /: Read-only file system',
        '',
      ]);
    },
  );

  describeWith(['engine'], 'beside another daemon', ({ engine }) => {
    test('makes images of the same files and configs', async () => {
      const images: ArchivedImage[][] = [];
      for (const address of [engine.address, buildkitd.address]) {
        const dest = `${images.length}.tar`;
        const run = await project.synth(
          ['build', '--addr', address, '--output', `type=oci,dest=${dest}`],
          { env: debianVariables() },
        );
        expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
          code: 0,
          stderr: '',
        });
        images.push(readOciTar(project.file(dest), join(folder, `image-${images.length}`)));
      }
      // Compressed bytes depend on the gzip that a daemon was built with; what is in them does not.
      const [one, other] = images.map((image) =>
        image.map(({ platform, manifest, config }) => [
          platform,
          manifest.config.digest,
          config.rootfs.diff_ids,
        ]),
      );
      expect(other).toEqual(one);
    });
  });
});
