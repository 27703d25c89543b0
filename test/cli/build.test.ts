import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import {
  InstalledPackage,
  interruptAt,
  type RunOptions,
  type RunResult,
} from '../support/installed-package';
import { L1_PROJECT } from './l1-app';
import { Terminal } from './progress/terminal';

const installed = new InstalledPackage();
const SHA256 = /^sha256:[0-9a-f]{64}$/;

jest.setTimeout(60_000);

describeWith(['engine', 'registry'], 'build and push', ({ engine, registry }) => {
  const folder = installed.project(L1_PROJECT);
  const synth = (args: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
    installed.synth(folder, args, {
      ...options,
      env: { BUILDKIT_HOST: engine.address, ...options.env },
    });
  /** The one image of `--json`. */
  const report = ({ code, stdout, stderr }: RunResult) => {
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout)[0];
  };

  test('prints digest, size, packages and time of each platform, and of the index', async () => {
    const { code, stdout } = await synth(['build']);

    expect(code).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['IMAGE', 'PLATFORM', 'SIZE', 'PACKAGES', 'TIME', 'DIGEST']);
    expect(rows.slice(1).map(([image, platform]) => [image, platform])).toEqual([
      ['hello', 'linux/amd64'],
      ['hello', 'linux/arm64'],
      ['hello', 'index'],
    ]);
    const [, , size, packages, time, digest] = rows[1] ?? [];
    expect(digest).toMatch(SHA256);
    expect(size).toMatch(/^\d+B$/);
    expect(packages).toBe('2');
    expect(time).toMatch(/^\d+\.\ds$/);
  });

  test('builds the same index again, also without cache', async () => {
    const first = report(await synth(['build', '--json']));
    const second = report(await synth(['build', '--json', '--no-cache']));

    expect(first.digest).toMatch(SHA256);
    expect(second.digest).toBe(first.digest);
    expect(new Set(first.platforms.map(({ digest }: { digest: string }) => digest)).size).toBe(2);
  });

  test('writes an OCI archive, its summary and the metadata file', async () => {
    const args = [
      '--output',
      'type=oci,dest=out/hello.tar',
      '--metadata-file',
      'out/metadata.json',
    ];
    const result = report(await synth(['build', '--json', ...args]));

    const index = JSON.parse(
      execFileSync('tar', ['-xOf', 'out/hello.tar', 'index.json'], {
        cwd: folder,
        encoding: 'utf8',
      }),
    );
    expect(index.manifests[0].digest).toBe(result.digest);
    expect(result.names).toEqual([]);
    expect(result.platforms.map(({ platform }: { platform: string }) => platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    expect(result.platforms[0].compressedSize).toBeGreaterThan(50);
    const metadata = JSON.parse(readFileSync(join(folder, 'out/metadata.json'), 'utf8'));
    expect(metadata.hello['containerimage.digest']).toBe(result.digest);
    expect(metadata.hello['containerimage.descriptor']).toMatchObject({ digest: result.digest });
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['hello.tar', 'metadata.json']);
  });

  test('writes several outputs at once, and gives the image to Docker', async () => {
    const outputs = [
      'type=oci,dest=several/hello.tar,compression=zstd',
      'type=oci,dest=several/layout,tar=false',
      'type=docker,dest=several/docker.tar',
      'several/files',
    ].flatMap((output) => ['--output', output]);
    const args = ['build', '--json', '--platform', 'linux/amd64', '--load', ...outputs];
    const result = report(await synth([...args, '--metadata-file', 'several.json']));

    expect(readdirSync(join(folder, 'several')).sort()).toEqual([
      'docker.tar',
      'files',
      'hello.tar',
      'layout',
    ]);
    expect(readFileSync(join(folder, 'several/files/hello'), 'utf8')).toBe('hello amd64\n');
    const [name] = result.names;
    const inspected = spawnSync(engine.docker ?? '', ['image', 'inspect', name], {
      env: { DOCKER_HOST: engine.address },
    });
    // Other tests may name the same image at the same time.
    const { RepoTags: tags } = JSON.parse(String(inspected.stdout))[0];
    expect(tags).toEqual(expect.arrayContaining(['hello:one', 'hello:two']));
    const { hello } = JSON.parse(readFileSync(join(folder, 'several.json'), 'utf8'));
    expect(hello).toMatchObject({
      'containerimage.descriptor': { digest: hello['containerimage.digest'] },
      'image.name': expect.stringContaining('hello'),
      'buildx.build.ref': expect.stringMatching(/^[0-9a-z]{25}$/),
    });
  });

  test.each([
    ['type=oci,dest=x,compresion=zstd', 'did you mean "compression"?'],
    ['type=local,dest=x,push=true', 'it is one of type=image'],
    ['type=image,compression=zstd,oci-mediatypes=false', 'media types'],
  ])('refuses --output %s before the app runs', async (output, told) => {
    const { code, stderr } = await synth(['build', '--app', 'not-there.ts', '--output', output]);

    expect(code).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr).toContain('option "--output type=');
  });

  test('mirrors no folder that the app is in', async () => {
    const args = [
      'build',
      '--platform',
      'linux/amd64',
      '--output',
      'type=local,dest=..,mode=delete',
    ];
    const before = readdirSync(folder);
    const { code, stderr } = await synth(args);

    expect(code).toBe(2);
    expect(stderr).toContain('would remove what is in');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(before));
  });

  test('writes one platform as a tree of files, and as an archive to stdout', async () => {
    const platform = ['--platform', 'linux/arm64'];
    await synth(['build', ...platform, '--output', 'tree']);
    expect(readFileSync(join(folder, 'tree/hello'), 'utf8')).toBe('hello arm64\n');

    const { code, stdout, stderr } = await synth([
      'build',
      ...platform,
      '--output',
      '-',
      '--progress',
      'quiet',
    ]);
    expect(code).toBe(0);
    const names = execFileSync('tar', ['-t'], {
      input: Buffer.from(stdout, 'latin1'),
      encoding: 'utf8',
    });
    expect(names.trim().split('\n')).toEqual(['hello']);
    expect(stderr).toContain('hello  linux/arm64');
  });

  test('sends the folders of the app', async () => {
    const env = { TEST_IMAGES: 'folder' };
    const { code } = await synth(['build', '--platform', 'linux/amd64', '--output', 'sent'], {
      env,
    });

    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'sent/files/below/b.txt'), 'utf8')).toBe('b\n');
  });

  test('builds from the assembly alone', async () => {
    const fresh = report(await synth(['build', '--json']));
    const assembled = report(await synth(['build', '--json', '--app', 'synth.out']));

    expect(assembled.digest).toBe(fresh.digest);
  });

  test('pushes every name and tag, and reports what the registry has', async () => {
    const names = ['cli-test/hello', 'cli-test/alias'].map((name) => `${registry.host}/${name}`);
    const env = { TEST_NAMES: names.join(',') };
    const result = report(await synth(['push', '--json'], { env }));

    expect(result.names).toEqual(names.flatMap((name) => [`${name}:one`, `${name}:two`]));
    for (const name of ['cli-test/hello', 'cli-test/alias']) {
      for (const tag of ['one', 'two']) {
        const url = `http://${registry.host}/v2/${name}/manifests/${tag}`;
        const accept = 'application/vnd.oci.image.index.v1+json';
        const body = await (await fetch(url, { headers: { accept } })).text();
        expect(`sha256:${createHash('sha256').update(body).digest('hex')}`).toBe(result.digest);
      }
    }
    expect(
      result.platforms.map(({ compressedSize }: { compressedSize: number }) => compressedSize > 50),
    ).toEqual([true, true]);
  });

  test('several images build in one run', async () => {
    const { stdout, stderr } = await synth(['build', '--json', '--progress', 'plain'], {
      env: { TEST_IMAGES: 'hello,other' },
    });

    expect(JSON.parse(stdout).map(({ image }: { image: string }) => image)).toEqual([
      'hello',
      'other',
    ]);
    expect(stderr.match(/^#0 building .*$/gm)).toEqual(['#0 building 2 images']);
  });

  test('shows progress as asked: plain, rawjson, quiet, by option and by environment', async () => {
    const plain = await synth(['build']);
    expect(plain.stderr).toMatch(/^#0 building hello \(linux\/amd64, linux\/arm64\)\n\n#1 /);
    expect(plain.stderr).toMatch(/#\d+ exporting to image\n[\s\S]*#\d+ DONE \d+\.\ds\n/);

    const raw = await synth(['build'], { env: { BUILDKIT_PROGRESS: 'rawjson' } });
    const messages = raw.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const names = messages.flatMap(({ vertexes = [] }) =>
      vertexes.map(({ name }: { name: string }) => name),
    );
    expect(names).toContain('exporting to image');

    const quiet = await synth(['build', '--progress', 'quiet'], {
      env: { BUILDKIT_PROGRESS: 'plain' },
    });
    expect(quiet.stderr).toBe('');
  });

  test('draws on a terminal, and leaves the final state above the result', () => {
    const program = `node ${installed.file('lib/cli/main.js')} build`;
    const { status, stdout } = spawnSync(
      'script',
      ['--quiet', '--return', '--command', `stty cols 60 rows 12; ${program}`, '/dev/null'],
      {
        cwd: folder,
        encoding: 'utf8',
        // stdin must stay open: at its end "script" would end the program, too.
        stdio: ['inherit', 'pipe', 'inherit'],
        env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', BUILDKIT_HOST: engine.address },
      },
    );
    const terminal = new Terminal(60, { wraps: true });
    terminal.write(stdout);

    expect(status).toBe(0);
    const lines = terminal.text.split('\n');
    expect(lines[0]).toMatch(/^\[\+\] Building hello .* \d+\.\ds \(3\/3\) FINISHED$/);
    expect(
      lines.slice(1, 4).map((line) => line.replace(/ +\d\.\ds$/, '').replace('CACHED ', '')),
    ).toEqual([' => mkfile /hello', ' => mkfile /hello', ' => exporting to image']);
    expect(terminal.text).toMatch(/\nIMAGE {2}PLATFORM/);
    expect(stdout).toContain('\x1b[36m => exporting to image');
  });

  test('a step that fails shows the line of the app and the output of the program', async () => {
    const { code, stdout, stderr } = await synth(['build', '--metadata-file', 'failed.json'], {
      env: { TEST_IMAGES: 'failing' },
    });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const shown = stderr.slice(stderr.indexOf('error E_SOLVE'));
    expect(shown).toMatch(/^error E_SOLVE {2}step "run fail" failed: .*exit code: 2\n/);
    expect(shown).toContain(
      '  App\n  └─ failing (RuntimeImage)\n     └─ stage (BuildStage)    app.js:15:1\n',
    );
    expect(shown).toMatch(/\n {2}>>> 15 \| {3}failing: /);
    expect(shown).toContain('  output\n    cc -c hello.c\n    hello.c:3:1: error: no such thing\n');
    expect(existsSync(join(folder, 'failed.json'))).toBe(false);
  });

  test.each([
    ['build', ['--output', 'type=oci,dest=interrupted.tar']],
    ['push', []],
  ])('Ctrl-C cancels a %s, exits 130 and leaves nothing behind', async (command, more) => {
    const before = readdirSync(folder).sort();
    const args = [command, ...more, '--metadata-file', 'interrupted.json'];
    const { code, stdout, stderr } = await synth(args, {
      env: { TEST_IMAGES: 'waiting', TEST_NAMES: `${registry.host}/cli-test/waiting` },
      onStart: interruptAt('run wait'),
    });

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted: stopping; press Ctrl-C again to kill\n');
    expect(stderr).toMatch(/\ninterrupted\n$/);
    expect(stderr).not.toContain('error E_');
    expect(readdirSync(folder).sort()).toEqual(before);
    const url = `http://${registry.host}/v2/cli-test/waiting/manifests/one`;
    expect((await fetch(url)).status).toBe(404);
  });

  test.each([
    [
      ['build', 'helo'],
      1,
      'error E_IMAGE_UNKNOWN  image "helo" is not part of the app',
      'did you mean "hello"?',
    ],
    [
      ['build', '--platform', 'linux/riscv64'],
      1,
      'error E_PLATFORM_UNKNOWN',
      'one of linux/amd64, linux/arm64',
    ],
    [['push'], 1, 'error E_PUBLISH_MISSING  image "hello" has no name to push it under', 'publish'],
    [
      ['build', '-o', 'type=docker,dest=x.tar'],
      2,
      'error E_USAGE  option "--output type=docker" holds one platform',
      'type=oci',
    ],
    [['build', '--progress', 'tty'], 2, 'error E_USAGE  option "--progress" is "tty"', 'plain'],
    [
      ['build', '--mirror', 'ubuntu=https://example.org'],
      2,
      'error E_USAGE  option "--mirror" names an archive',
      '"ubuntu"',
    ],
    [
      ['build', '--mirror', 'ftp://example.org'],
      1,
      'error E_ENVIRONMENT_FORMAT  option "--mirror"',
      'ftp',
    ],
    [['build', '--addr', 'npipe://x'], 1, 'error E_DAEMON_ADDRESS', 'unix:///path/to/socket'],
    [
      ['build', '--addr', 'unix:///nowhere/x.sock'],
      1,
      'error E_DAEMON_UNREACHABLE',
      'BUILDKIT_HOST',
    ],
  ])('rejects %j', async (args, code, message, hint) => {
    const result = await synth(args);

    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain(hint);
  });

  test('rejects one file for several images', async () => {
    const { code, stderr } = await synth(['build', '-o', 'type=oci,dest=x.tar'], {
      env: { TEST_IMAGES: 'hello,other' },
    });

    expect(code).toBe(2);
    expect(stderr).toContain(
      'error E_USAGE  option "--output type=oci" would write 2 images to one place',
    );
  });

  test('reports what is wrong with the app before what is wrong with the daemon', async () => {
    const { stderr } = await synth([
      'build',
      '--app',
      'gone.ts',
      '--addr',
      'unix:///nowhere/x.sock',
    ]);

    expect(stderr).toContain('E_APP_NOT_FOUND');
    expect(stderr).not.toContain('E_DAEMON');
  });
});
