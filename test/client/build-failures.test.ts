import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildRequest, connect, SolveError } from '../../lib/client';
import { BuildError } from '../../lib/errors';
import { local, SourceMap, secretMount } from '../../lib/llb';
import {
  ClientBuilds,
  describeOverTransports,
  hello,
  marshal,
  result,
  shellRoot,
} from '../support/client-builds';

const builds = new ClientBuilds();
const { folder, shell } = builds;
const fresh = (name: string) => builds.fresh(name);

describeOverTransports('a build that fails', (address, _, transport) => {
  const build = (request: BuildRequest, signal?: AbortSignal) =>
    builds.build(address(), request, signal, transport);

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
    const step = shellRoot().run({
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
    const step = shellRoot().run({
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
    const step = shellRoot().run({
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

  test('for a name that is no UTF-8, where the daemon takes none, and says what mends it', async () => {
    const source = fresh('names');
    mkdirSync(source);
    writeFileSync(Buffer.concat([Buffer.from(`${source}/x`), Buffer.from([0xfe])]), '');

    const outcome = await build({
      results: [result(local('src', { sharedKeyHint: source }))],
      locals: { src: source },
    }).then(
      () => 'taken',
      (error: BuildError) => [error.code, error.details.fix],
    );

    // buildkitd takes any bytes; Docker Engine's messages are held to be UTF-8.
    const fix = 'rename or exclude files whose names are no UTF-8, or use a daemon that takes them';
    expect(['taken', ['E_SOLVE', fix]]).toContainEqual(outcome);
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
    const step = shellRoot().run({ args: ['/bin/sh', '-c', `: ${marker}; sleep 600`] });
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
    const step = shellRoot().run({ args: ['/bin/sh', '-c', `: ${marker}; sleep 600`] });
    const connection = await connect(address(), { transport });

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
