import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type BuildRequest, connect, SolveError, type SolveStatus } from '../../lib/client';
import { BuildError } from '../../lib/errors';
import {
  copy,
  type Definition,
  local,
  mkdir,
  mkfile,
  SourceMap,
  type State,
  scratch,
  secretMount,
} from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';
import { describeWith } from '../support/engine';
import { makeTree, readFileSyncFixture } from '../support/sample-tree';
import { makeShellRootfs } from '../support/shell-rootfs';
import { temporaryFolder } from '../support/temporary-folder';

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const ARM64: Platform = { os: 'linux', architecture: 'arm64' };

const folder = temporaryFolder('build');
const shell = join(folder, 'shell');
let counter = 0;
/** A path that is not there yet. */
const fresh = (name: string) => join(folder, `${counter++}-${name}`);

beforeAll(() => {
  mkdirSync(shell);
  makeShellRootfs(shell);
});

const marshal = (state: State, platform = AMD64): Definition =>
  state.marshal({ platform, localUniqueId: 'test' });

const config = (platform: Platform, more: object = {}) =>
  Buffer.from(
    JSON.stringify({ ...platform, config: more, rootfs: { type: 'layers', diff_ids: [] } }),
  );

/** A result for one platform. */
const result = (state: State, platform = AMD64) => ({
  platform,
  definition: marshal(state, platform),
  config: config(platform, { Env: [`FOR=${platform.architecture}`] }),
});

/** Copied, so that steps are cached by content: a local source itself is new in each session. */
const root = () => scratch().file(copy(local('shell', { sharedKeyHint: 'shell' }), '/', '/'));
const names = (status: SolveStatus[]) =>
  new Set(status.flatMap(({ vertexes }) => vertexes.map(({ name }) => name)));

function testBuilds(service: string, address: () => string): void {
  describe(`builds on the ${service}`, () => {
    async function build(
      request: BuildRequest,
      signal?: AbortSignal,
    ): Promise<{ response: Readonly<Record<string, string>>; status: SolveStatus[] }> {
      const connection = await connect(address());
      const status: SolveStatus[] = [];
      try {
        const { exporterResponse } = await connection.build(request, {
          onStatus: (one) => status.push(one),
          signal,
        });
        return { response: exporterResponse, status };
      } finally {
        connection.close();
      }
    }

    const hello = () => scratch().file(mkfile('/hello', 0o644, 'hello'));

    test('a build without exporter reports its steps, with times', async () => {
      const text = `${service} ${Math.random()}`;
      const state = scratch().file(mkfile('/x', 0o644, text), { customName: 'make x' });

      const { status } = await build({ results: [result(state)] });

      const last = status.flatMap(({ vertexes }) => vertexes).at(-1);
      expect(last).toMatchObject({ name: 'make x', cached: false, error: '' });
      expect(last?.started).toBeGreaterThan(Date.now() - 60_000);
      expect(last?.completed).toBeGreaterThanOrEqual(last?.started ?? Number.NaN);
      expect(last?.digest).toBe(marshal(state).head?.digest);
    });

    test('the oci exporter writes one file, with the config and an index of both platforms', async () => {
      const output = fresh('both.tar');

      const { response } = await build({
        results: [result(hello()), result(hello(), ARM64)],
        exporters: [{ type: 'oci', attrs: {}, output }],
      });

      const read = (path: string) => execFileSync('tar', ['-xOf', output, path]).toString();
      const blob = (digest: string) => JSON.parse(read(digest.replace('sha256:', 'blobs/sha256/')));
      const top = JSON.parse(read('index.json')).manifests[0];
      expect(top.digest).toBe(response['containerimage.digest']);
      const manifests = blob(top.digest).manifests;
      expect(manifests.map((one: { platform: Platform }) => one.platform)).toEqual([AMD64, ARM64]);
      const configs = manifests.map((one: { digest: string }) =>
        blob(blob(one.digest).config.digest),
      );
      expect(configs.map((one: { config: { Env: string[] } }) => one.config.Env)).toEqual([
        ['FOR=amd64'],
        ['FOR=arm64'],
      ]);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    test('one platform alone is no index, so that the docker exporter takes it', async () => {
      const output = fresh('docker.tar');

      await build({
        results: [result(hello())],
        exporters: [{ type: 'docker', attrs: { name: 'test/hello:1' }, output }],
      });

      const manifest = JSON.parse(
        execFileSync('tar', ['-xOf', output, 'manifest.json']).toString(),
      );
      expect(manifest).toMatchObject([
        { RepoTags: [expect.stringMatching(/^(docker\.io\/)?test\/hello:1$/)] },
      ]);
    });

    test('a stream takes the file of the tar exporter', async () => {
      const stream = new PassThrough();
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));

      await build({
        results: [result(hello())],
        exporters: [{ type: 'tar', attrs: {}, output: () => stream }],
      });

      const listing = execFileSync('tar', ['-t'], { input: Buffer.concat(chunks) }).toString();
      expect(listing).toBe('hello\n');
    });

    test('a local folder arrives as it is: modes, times, links', async () => {
      const source = fresh('source');
      mkdirSync(source);
      makeTree(source, readFileSyncFixture().tree);
      const output = fresh('result');

      await build({
        results: [result(local('src', { sharedKeyHint: source }))],
        exporters: [{ type: 'local', attrs: {}, output }],
        locals: { src: source },
      });

      expect(snapshot(output)).toEqual(snapshot(source));
      expect(lstatSync(join(output, 'b/first')).ino).toBe(lstatSync(join(output, 'c/third')).ino);
    });

    test('large and empty files arrive whole, and again after a change', async () => {
      const source = fresh('large');
      mkdirSync(source);
      const large = Buffer.alloc(5_000_003, 'abcdefg');
      writeFileSync(join(source, 'large'), large);
      writeFileSync(join(source, 'empty'), '');
      writeFileSync(join(source, '64k'), Buffer.alloc(64 * 1024, 1));
      writeFileSync(join(source, '64k+1'), Buffer.alloc(64 * 1024 + 1, 2));
      const request = (output: string) => ({
        results: [result(local('src', { sharedKeyHint: source }))],
        exporters: [{ type: 'local', attrs: {}, output }],
        locals: { src: source },
      });
      const [first, second] = [fresh('first'), fresh('second')];

      await build(request(first));
      writeFileSync(join(source, 'large'), large.fill('x', 0, 10));
      await build(request(second));

      for (const name of ['64k', '64k+1', 'empty']) {
        expect(readFileSync(join(first, name)).equals(readFileSync(join(source, name)))).toBe(true);
      }
      expect(readFileSync(join(first, 'large'), 'latin1').slice(0, 7)).toBe('abcdefg');
      expect(readFileSync(join(second, 'large')).equals(large)).toBe(true);
    });

    test('thousands of patterns, also with other than ASCII characters, reach the file sync', async () => {
      const source = fresh('patterns');
      mkdirSync(source);
      makeTree(source, { 'ä b+c.txt': 'x', plain: 'x', 'no-1': 'x', 'no-2999': 'x' });
      const excludePatterns = Array.from({ length: 3000 }, (_, index) => `no-${index}`);
      const output = fresh('out');
      const src = local('src', {
        excludePatterns,
        includePatterns: ['ä b+c.txt', 'no-*'],
        sharedKeyHint: source,
      });

      await build({
        results: [result(src)],
        exporters: [{ type: 'local', attrs: {}, output }],
        locals: { src: source },
      });

      expect(readdirSync(output)).toEqual(['ä b+c.txt']);
    });

    test('the local exporter adds to a folder, replaces what is there, and follows no link', async () => {
      const output = fresh('out');
      const outside = fresh('outside');
      makeTree(mkdirp(outside), { 'kept.txt': 'outside' });
      makeTree(mkdirp(output), {
        'mine.txt': 'mine',
        hello: 'old',
        folder: { symlink: outside },
        file: { dir: true },
      });
      const state = scratch()
        .file(mkfile('/hello', 0o600, 'new'))
        .file(mkdir('/folder', 0o755))
        .file(mkfile('/folder/kept.txt', 0o644, 'inside'))
        .file(mkfile('/file', 0o644, 'a file now'));

      await build({
        results: [result(state)],
        exporters: [{ type: 'local', attrs: {}, output }],
      });

      expect(readFileSync(join(output, 'mine.txt'), 'utf8')).toBe('mine');
      expect(readFileSync(join(output, 'hello'), 'utf8')).toBe('new');
      expect(readFileSync(join(output, 'folder/kept.txt'), 'utf8')).toBe('inside');
      expect(readFileSync(join(output, 'file'), 'utf8')).toBe('a file now');
      expect(readFileSync(join(outside, 'kept.txt'), 'utf8')).toBe('outside');
      expect(readdirSync(output).sort()).toEqual(['file', 'folder', 'hello', 'mine.txt']);
    });

    test('several platforms in a local folder are apart', async () => {
      const output = fresh('out');

      await build({
        results: [result(hello()), result(hello(), ARM64)],
        exporters: [{ type: 'local', attrs: {}, output }],
      });

      expect(readdirSync(output).sort()).toEqual(['linux_amd64', 'linux_arm64']);
      expect(readFileSync(join(output, 'linux_arm64/hello'), 'utf8')).toBe('hello');
    });

    test('a step runs, with its secret, which is kept nowhere', async () => {
      const output = fresh('out');
      const step = root().run({
        args: ['/bin/sh', '-c', 'cat /run/secrets/token > /length; ls -la /run/secrets'],
        mounts: [secretMount('/run/secrets/token', { id: 'token' })],
        ignoreCache: true,
      });
      const state = scratch().file(copy(step.root, '/length', '/length'));

      const { status } = await build({
        results: [result(state)],
        exporters: [{ type: 'local', attrs: {}, output }],
        locals: { shell },
        secrets: { token: Buffer.from('s3cret') },
      });

      expect(readFileSync(join(output, 'length'), 'utf8')).toBe('s3cret');
      expect(JSON.stringify(status)).not.toContain('s3cret');
    });

    test('noCache runs a cached step again', async () => {
      const step = root().run({ args: ['/bin/sh', '-c', 'echo ran > /x'], customName: 'the step' });
      const request = { results: [result(step.root)], locals: { shell } };
      const isCached = (status: SolveStatus[]) =>
        status
          .flatMap(({ vertexes }) => vertexes)
          .filter(({ name, completed }) => name === 'the step' && completed !== undefined)
          .at(-1)?.cached;

      await build(request);
      const again = await build(request);
      const forced = await build({ ...request, noCache: true });

      expect(names(again.status)).toContain('the step');
      expect(isCached(again.status)).toBe(true);
      expect(isCached(forced.status)).toBe(false);
    });

    describe('fails', () => {
      const failure = async (
        request: BuildRequest,
        signal?: AbortSignal,
      ): Promise<BuildError & Partial<SolveError>> => {
        const error = await build(request, signal).catch((caught) => caught);
        if (!(error instanceof BuildError)) throw error;
        return error;
      };

      test('for a step that fails, with its name, line, exit code and output', async () => {
        const script = 'echo some output; echo broken >&2; exit 3';
        const step = root().run({
          args: ['/bin/sh', '-c', script],
          customName: 'compile hello',
          source: { file: 'app.ts', line: 12, column: 5 },
        });
        const output = fresh('never.tar');

        const error = await failure({
          results: [result(step.root)],
          exporters: [{ type: 'oci', attrs: {}, output }],
          locals: { shell },
        });

        expect(error).toBeInstanceOf(SolveError);
        expect(error.code).toBe('E_SOLVE');
        expect(error.message).toBe(
          `step "compile hello" failed: process "/bin/sh -c ${script}" did not complete successfully: exit code: 3`,
        );
        expect(error.exitCode).toBe(3);
        expect(error.logTail?.split('\n').sort()).toEqual(['broken', 'some output']);
        expect(error.details.log).toBe(error.logTail);
        expect(error.details.source).toEqual({ file: 'app.ts', line: 12, column: 5 });
        expect(error.vertexDigest).toBe(marshal(step.root).head?.digest);
        expect(existsSync(output)).toBe(false);
        expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      });

      test('for a step whose source is a whole file, though that travels in the error', async () => {
        const file = new SourceMap('big.ts', { data: Buffer.alloc(200_000, 'x\n') });
        const line = { line: 7, character: 0 };
        const step = root().run({
          args: ['/bin/sh', '-c', 'exit 4'],
          customName: 'big',
          source: file.location([{ start: line, end: line }]),
        });

        const error = await failure({
          results: [result(step.root)],
          locals: { shell },
        });

        expect(error).toMatchObject({ code: 'E_SOLVE', exitCode: 4, vertexName: 'big' });
      }, 20_000);

      test('for a secret that is not there', async () => {
        const step = root().run({
          args: ['/bin/cat', '/run/secrets/token'],
          mounts: [secretMount('/run/secrets/token', { id: 'absent' })],
        });

        const error = await failure({
          results: [result(step.root)],
          locals: { shell },
          secrets: {},
        });

        expect(error.code).toBe('E_SOLVE');
        expect(error.message).toContain('absent');
      });

      test('for a local source that the build was not given', async () => {
        const error = await failure({ results: [result(local('other'))], locals: { shell } });

        expect(error.code).toBe('E_SOLVE');
        expect(error.message).toContain('local folder "other" is not part of this build');
      });

      test('for a file that cannot be sent, naming it', async () => {
        const source = mkdirp(fresh('names'));
        writeFileSync(Buffer.concat([Buffer.from(`${source}/x`), Buffer.from([0xfe])]), '');

        const error = await failure({
          results: [result(local('src', { sharedKeyHint: source }))],
          locals: { src: source },
        });

        expect(error.code).toBe('E_SOLVE');
        expect(error.message).toContain('not valid UTF-8');
      });

      test('for an output that cannot be written, and says why', async () => {
        const output = join(shell, 'bin/sh/not-a-folder/out.tar');

        const error = await failure({
          results: [result(hello())],
          exporters: [{ type: 'oci', attrs: {}, output }],
        });

        expect(error.code).toBe('E_EXPORT');
        expect(error.message).toContain(`result could not be written to "${output}"`);
      });

      test('for an exporter that the daemon does not know', async () => {
        const error = await failure({
          results: [result(hello())],
          exporters: [{ type: 'nonsense', attrs: {} }],
        });

        expect(error.code).toBe('E_SOLVE');
        expect(error.message).toMatch(/^build failed: .*nonsense/);
      });

      test('before anything is sent, for a request that cannot work', async () => {
        const results = [result(hello())];
        const oci = { type: 'oci', attrs: {} };

        const errors = [
          await failure({ results: [] }),
          await failure({ results, exporters: [oci] }),
          await failure({ results, exporters: [{ ...oci, type: 'image', output: '/x' }] }),
          await failure({ results, locals: { src: join(folder, 'nowhere') } }),
        ];

        expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('E_BUILD_REQUEST'));
      });

      test('with the reason of the abort, when it is aborted; the step stops, nothing is left', async () => {
        const marker = `marker-${Math.random()}`;
        const step = root().run({ args: ['/bin/sh', '-c', `: ${marker}; sleep 600`] });
        const output = fresh('never.tar');
        const controller = new AbortController();
        const pending = build(
          {
            results: [result(step.root)],
            exporters: [{ type: 'oci', attrs: {}, output }],
            locals: { shell },
          },
          controller.signal,
        );
        await until(() => runs(marker));

        controller.abort(new Error('stopped by the user'));

        await expect(pending).rejects.toThrow('stopped by the user');
        await until(() => !runs(marker));
        expect(existsSync(output)).toBe(false);
        expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      }, 30_000);

      test('with what the consumer of the status throws, and the build is canceled', async () => {
        const marker = `marker-${Math.random()}`;
        const step = root().run({ args: ['/bin/sh', '-c', `: ${marker}; sleep 600`] });
        const connection = await connect(address());

        const pending = connection.build(
          { results: [result(step.root)], locals: { shell } },
          {
            onStatus: ({ vertexes }) => {
              if (vertexes.some(({ name, started }) => name.includes(marker) && started)) {
                throw new Error('display is broken');
              }
            },
          },
        );

        await expect(pending).rejects.toThrow('display is broken');
        await until(() => !runs(marker));
        connection.close();
      }, 30_000);
    });

    test('a step may take longer than the daemon waits for a sign of life', async () => {
      const step = root().run({ args: ['/bin/sh', '-c', `: ${Math.random()}; sleep 12`] });

      const { status } = await build({ results: [result(step.root)], locals: { shell } });

      expect(status.flatMap(({ vertexes }) => vertexes).map(({ error }) => error)).toEqual(
        expect.not.arrayContaining([expect.stringMatching(/./)]),
      );
    }, 40_000);

    test('two builds run on one connection at once', async () => {
      const connection = await connect(address());
      const outputs = [fresh('a'), fresh('b')];

      await Promise.all(
        outputs.map((output, index) =>
          connection.build({
            results: [result(scratch().file(mkfile('/n', 0o644, `${index}`)))],
            exporters: [{ type: 'local', attrs: {}, output }],
          }),
        ),
      );

      expect(outputs.map((output) => readFileSync(join(output, 'n'), 'utf8'))).toEqual(['0', '1']);
      connection.close();
    });
  });
}

describeWith(['engine'], 'Docker Engine', ({ engine }) => {
  testBuilds('engine', () => engine.address);
});
describeWith(['buildkitd'], 'standalone', ({ buildkitd }) => {
  testBuilds('buildkitd', () => buildkitd.address);
});

function mkdirp(path: string): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
}

/** What a test compares of a tree; the root itself is left out. */
function snapshot(top: string, path = ''): unknown[] {
  return readdirSync(join(top, path)).flatMap((name) => {
    const relative = path === '' ? name : `${path}/${name}`;
    const absolute = join(top, relative);
    const stat = lstatSync(absolute);
    const entry = {
      path: relative,
      mode: stat.mode.toString(8),
      mtime: Math.round(stat.mtimeMs),
      target: stat.isSymbolicLink() ? readlinkSync(absolute) : undefined,
      text: stat.isFile() ? readFileSync(absolute, 'utf8') : undefined,
    };
    return stat.isDirectory() ? [entry, ...snapshot(top, relative)] : [entry];
  });
}

/** Whether a process with this in its command line runs; the daemons share this machine. */
function runs(marker: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
      } catch {
        return false;
      }
    });
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
