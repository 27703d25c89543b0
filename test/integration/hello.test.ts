import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackageURL } from 'packageurl-js';
import { connect } from '../../lib/client';
import { Definition, decodeOp } from '../../lib/llb';
import { ELF_MACHINE, elfFiles, elfMachine } from '../support/elf';
import { registeredEmulators } from '../support/emulators';
import { describeWith } from '../support/engine';
import { type GitServer, startGitServer } from '../support/git-server';
import {
  debianVariables,
  ensureFetchable,
  HELLO_COMMITS,
  helloFiles,
  typescriptProject,
} from '../support/hello-project';
import { InstalledPackage, type RunResult } from '../support/installed-package';
import { type ImageManifestJson, type ListedFile, PushedImage } from '../support/pushed-image';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const MAX_COMPRESSED_BYTES = 10_000_000;

jest.setTimeout(600_000);

/** What `--json` tells of an image. */
interface Report {
  readonly digest: string;
  readonly names: readonly string[];
  readonly platforms: readonly {
    readonly platform: string;
    readonly digest: string;
    readonly compressedSize: number;
    readonly packages: number;
  }[];
}

/** One platform of the pushed image, unpacked. */
interface Unpacked {
  readonly manifest: ImageManifestJson;
  readonly folder: string;
  readonly files: readonly ListedFile[];
}

describeWith(['engine', 'registry'], 'the example', ({ engine, registry }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('hello');
  const repository = `${registry.host}/hello`;
  const image = new PushedImage(repository);
  const platforms = new Map<string, Unpacked>();
  let git: GitServer;
  let project: string;
  let isCommittedLock: boolean;
  let pushed: Report;

  const synth = (where: string, args: readonly string[]): Promise<RunResult> =>
    installed.synth(where, args, {
      env: {
        ...debianVariables(),
        BUILDKIT_HOST: engine.address,
        XDG_CACHE_HOME: join(folder, 'cache'),
      },
    });
  const report = ({ code, stdout, stderr }: RunResult): Report => {
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout)[0];
  };
  const platform = (name: string): Unpacked => {
    const found = platforms.get(name);
    if (found === undefined) throw new Error(`the pushed image has no ${name}`);
    return found;
  };

  beforeAll(async () => {
    git = await startGitServer(join(folder, 'git'));
    git.addRepository('hello', HELLO_COMMITS);
    const files = helloFiles({ repository: `${git.gitUrl}/hello`, registry: registry.host });
    project = typescriptProject(installed, files);
    isCommittedLock = await ensureFetchable(installed, project);
    pushed = report(await synth(project, ['push', '--json']));
    const { manifests } = await image.index(pushed.digest);
    for (const {
      digest,
      platform: { os, architecture } = { os: '', architecture: '' },
    } of manifests) {
      const manifest = await image.manifest(digest);
      const unpacked = join(folder, architecture, 'root');
      const listed = await image.unpack(manifest, unpacked);
      platforms.set(`${os}/${architecture}`, { manifest, folder: unpacked, files: listed });
    }
  });
  afterAll(() => git?.close());

  test('is an index of two platforms in OCI media types, under each of its tags', async () => {
    for (const tag of ['trixie', 'latest']) {
      const index = await image.index(tag);
      expect(index.digest).toBe(pushed.digest);
      expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
      expect(
        index.manifests.map(({ platform: one, mediaType }) => [
          `${one?.os}/${one?.architecture}`,
          mediaType,
        ]),
      ).toEqual([
        ['linux/amd64', 'application/vnd.oci.image.manifest.v1+json'],
        ['linux/arm64', 'application/vnd.oci.image.manifest.v1+json'],
      ]);
    }
    for (const { manifest } of platforms.values()) {
      expect(manifest.config.mediaType).toBe('application/vnd.oci.image.config.v1+json');
      const layers = new Set(manifest.layers.map(({ mediaType }) => mediaType));
      expect([...layers]).toEqual(['application/vnd.oci.image.layer.v1.tar+gzip']);
    }
    expect(pushed.names).toEqual([`${repository}:trixie`, `${repository}:latest`]);
  });

  test('is below 10 MB on each platform, and reported with the size that the registry has', () => {
    for (const { platform: name, compressedSize } of pushed.platforms) {
      const { config, layers } = platform(name).manifest;
      const sum = layers.reduce((total, { size }) => total + size, config.size);
      expect(sum).toBeLessThan(MAX_COMPRESSED_BYTES);
      // With or without the config, as one likes to count.
      expect([sum, sum - config.size]).toContain(compressedSize);
    }
  });

  test.each(['amd64', 'arm64'])('holds programs for %s alone', (architecture) => {
    const { folder: root } = platform(`linux/${architecture}`);
    expect(elfMachine(join(root, 'boot/bin/hello'))).toBe(ELF_MACHINE[architecture]);
    const others = elfFiles(root).filter(({ machine }) => machine !== ELF_MACHINE[architecture]);
    expect(others).toEqual([]);
  });

  test('is built by programs of the build platform, without an emulator', () => {
    const bytes = readFileSync(join(project, 'synth.out/hello.linux-arm64.llb'));
    const execs = Definition.fromBytes(bytes).ops.flatMap(({ bytes: op }) => {
      const { body, platform: runsOn } = decodeOp(op);
      return body?.kind === 'exec' ? [`${runsOn?.os}/${runsOn?.architecture}`] : [];
    });
    expect(execs.length).toBeGreaterThan(4);
    expect([...new Set(execs)]).toEqual(['linux/amd64']);

    const emulators = registeredEmulators();
    if (emulators === undefined || emulators.length > 0) {
      const why = emulators?.join(', ') ?? 'binfmt_misc cannot be read';
      process.stderr.write(`not shown here that no emulator helped: ${why}\n`);
      return;
    }
    // The pushed image was made on this machine, which could not have run a program of arm64.
    expect(platform('linux/arm64').files.length).toBeGreaterThan(10);
  });

  test.each(['linux/amd64', 'linux/arm64'])('%s has no shell, no package manager', (name) => {
    const { files, folder: root } = platform(name);
    const programs = files
      .filter(({ mode }) => /^-.*x/.test(mode))
      .map(({ path }) => path)
      .filter((path) => /(^|\/)s?bin\//.test(path));
    const links = files
      .filter(({ mode, path }) => mode.startsWith('l') && /(^|\/)s?bin\//.test(path))
      .map(({ path }) => path);
    const forbidden = /\/(sh|[a-z]*sh|busybox|perl|apt[a-z-]*|dpkg[a-z-]*|awk|mawk)$/;
    expect([...programs, ...links].filter((path) => forbidden.test(`/${path}`))).toEqual([]);
    expect(programs).toContain('boot/bin/hello');
    expect(existsSync(join(root, 'etc/apt'))).toBe(false);
    expect(files.filter(({ mode }) => /s/i.test(mode))).toEqual([]);
    expect(files.filter(({ path }) => /(^|\/)\.wh\./.test(path))).toEqual([]);
  });

  test.each(['linux/amd64', 'linux/arm64'])(
    'the bill of %s is what dpkg knows there',
    async (name) => {
      const admin = join(platform(name).folder, 'var/lib/dpkg');
      const format = `\${Package}@\${Version} \${source:Package}@\${source:Version}\n`;
      const query = ['--admindir', admin, '--show', '--showformat', format];
      const known = execFileSync('dpkg-query', query, { encoding: 'utf8' }).trim().split('\n');

      const { code, stdout } = await synth(project, ['sbom', 'hello', '--platform', name]);

      expect(code).toBe(0);
      const purls = [...stdout.matchAll(/"(pkg:deb\/[^"]+)"/g)].map(([, purl = '']) =>
        PackageURL.fromString(purl),
      );
      const [sources, binaries] = [true, false].map((isSource) =>
        purls.filter(({ qualifiers }) => (qualifiers?.arch === 'source') === isSource),
      );
      const told = (binaries ?? []).map(({ name: one, qualifiers, version = '' }) => {
        const upstream = qualifiers?.upstream ?? one;
        return `${one}@${version} ${upstream}${upstream.includes('@') ? '' : `@${version}`}`;
      });
      expect(told.sort()).toEqual(known.sort());
      // Those that are named or versioned otherwise than a package, each once.
      const others = known
        .map((line) => line.split(' '))
        .flatMap(([own, source = '']) => (own === source ? [] : source));
      expect((sources ?? []).map(({ name: one, version }) => `${one}@${version}`).sort()).toEqual(
        [...new Set(others)].sort(),
      );
    },
  );

  test.each(['linux/amd64', 'linux/arm64'])('%s tells what it is made of', (name) => {
    const { folder: root } = platform(name);
    const status = readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
    const packages = [...status.matchAll(/^Package: (.*)$/gm)].map(([, one]) => one);
    expect(packages).toContain('libc6');
    const { packages: count } = pushed.platforms.find(({ platform: one }) => one === name) ?? {};
    expect(packages).toHaveLength(count ?? -1);
    expect(status.match(/^Status: install ok installed$/gm)).toHaveLength(packages.length);
    for (const one of packages) {
      expect(existsSync(join(root, `usr/share/doc/${one}`))).toBe(true);
    }
    expect(readFileSync(join(root, 'usr/share/doc/libc6/copyright'), 'utf8')).toContain('GNU');
    expect(readFileSync(join(root, 'etc/passwd'), 'utf8')).toMatch(/^\w+:[^:]*:65532:65532:/m);
    expect(readFileSync(join(root, 'etc/group'), 'utf8')).toMatch(/^\w+:[^:]*:65532:/m);
  });

  const { docker } = engine;
  (docker === undefined ? test.skip : test)(
    'runs read-only, as an ordinary user, without capabilities and new privileges',
    () => {
      const reference = `${repository}@${pushed.digest}`;
      const run = (...args: string[]) =>
        execFileSync(docker ?? '', args, {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, DOCKER_HOST: engine.address },
        });
      run('pull', '--quiet', reference);
      const output = run(
        ...['run', '--rm', '--read-only', '--cap-drop', 'ALL', '--network', 'none'],
        ...['--security-opt', 'no-new-privileges', reference],
      );
      expect(output.split('\n')).toEqual([
        expect.stringMatching(/^hello from (x86_64|aarch64)$/),
        'user 65532, group 65532',
        'effective capabilities 0000000000000000',
        'no new privileges: yes',
        'writing to /: Read-only file system',
        '',
      ]);
    },
  );

  test('has the same digest when everything runs anew, in whatever folder', async () => {
    const again = report(await synth(project, ['build', '--json', '--no-cache']));
    expect(again.digest).toBe(pushed.digest);

    const elsewhere = typescriptProject(installed, {
      'app.ts': readFileSync(join(project, 'app.ts'), 'utf8'),
      'package.json': readFileSync(join(project, 'package.json'), 'utf8'),
      'synth.lock.json': readFileSync(join(project, 'synth.lock.json'), 'utf8'),
    });
    const other = report(await synth(elsewhere, ['build', '--json', '--no-cache']));
    expect(other.digest).toBe(pushed.digest);
    expect(other.platforms.map(({ digest }) => digest)).toEqual(
      pushed.platforms.map(({ digest }) => digest),
    );
  });

  test('has the digests that the README names, with the engine that it names', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, engineOfReadme = ''] = /Docker Engine (\d+\.\d+)/.exec(readme) ?? [];
    const connection = await connect(engine.address);
    const { engineVersion = '' } = await connection.info();
    connection.close();
    // Other engines pack the same files with another gzip.
    if (!isCommittedLock || !engineVersion.startsWith(engineOfReadme)) {
      process.stderr.write(`not compared with the README: ${engineVersion}, or locked anew\n`);
      return;
    }
    expect(readme.match(/sha256:[0-9a-f]{64}/g)).toEqual([
      ...pushed.platforms.map(({ digest }) => digest),
      pushed.digest,
    ]);
  });
});
