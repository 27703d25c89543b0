import { PassThrough } from 'node:stream';
import {
  type Container,
  type ContainerOptions,
  connect,
  type ProcessOptions,
  type ResultFiles,
} from '../../../lib/client';
import { mkdir, scratch } from '../../../lib/llb';
import {
  ClientBuilds,
  describeOnBothDaemons,
  marshal,
  result,
  shellRoot,
} from '../../support/client-builds';
import { CollectedOutput } from '../../support/collected-output';

const builds = new ClientBuilds();
const PATIENCE_MS = 20_000;

describeOnBothDaemons('a container of a result', (address) => {
  /** Opens one in a build that waits for it. */
  async function inContainer(
    use: (container: Container) => Promise<void>,
    options: ContainerOptions = {},
    secrets: Record<string, Uint8Array> = {},
  ): Promise<void> {
    const connection = await connect(address());
    const onFiles = async ([files]: readonly ResultFiles[]) => {
      const container = await files?.openContainer(options);
      if (container === undefined) throw new Error('no result');
      await use(container);
      await container.release();
    };
    const request = { results: [result(shellRoot())], locals: { shell: builds.shell }, secrets };
    try {
      await connection.build(request, { onFiles });
    } finally {
      connection.close();
    }
  }

  async function run(container: Container, script: string, options: Partial<ProcessOptions> = {}) {
    const stdout = new CollectedOutput();
    const stderr = new CollectedOutput();
    const args = ['/bin/sh', '-c', script];
    const process = await container.start({ args, stdout, stderr, ...options });
    return { code: await process.exit, stdout: stdout.text, stderr: stderr.text };
  }

  test('runs a process with its streams, folder, variables and exit code', async () => {
    let seen: unknown;
    const stdin = new PassThrough();
    stdin.end('typed\n');

    await inContainer(async (container) => {
      const script = 'read line; echo $line $A in $PWD; echo wrong >&2; exit 7';
      seen = await run(container, script, { stdin, env: ['A=b'], cwd: '/bin' });
    });

    expect(seen).toEqual({ code: 7, stdout: 'typed b in /bin\n', stderr: 'wrong\n' });
  });

  test('has a root that can be written to, and mounts of each kind', async () => {
    let seen: unknown;
    const given = marshal(scratch().file(mkdir('/in', 0o755).mkfile('/in/file', 0o644, 'mounted')));
    const mounts = [
      { type: 'bind', dest: '/given', definition: given, selector: '/in', readonly: true },
      { type: 'bind', dest: '/empty' },
      { type: 'tmpfs', dest: '/memory' },
      { type: 'cache', dest: '/cache', id: `test-${process.pid}` },
      { type: 'secret', dest: '/secret', id: 'token' },
    ] as const;

    await inContainer(
      async (container) => {
        const script =
          'for at in / /empty /memory /cache; do echo x > $at/new || exit 1; done; ' +
          'echo x 2>/dev/null > /given/new && exit 2; cat /given/file /secret';
        seen = await run(container, script);
      },
      { mounts },
      { token: Buffer.from('-hidden') },
    );

    expect(seen).toEqual({ code: 0, stdout: 'mounted-hidden', stderr: expect.any(String) });
  });

  test('runs a second process beside the first, and ends both when it is released', async () => {
    let second: unknown;
    let first: Promise<number> | undefined;

    await inContainer(async (container) => {
      const process = await container.start({ args: ['/bin/sleep', '600'] });
      first = process.exit;
      second = await run(container, 'echo beside');
    });

    expect(second).toEqual({ code: 0, stdout: 'beside\n', stderr: '' });
    await expect(first?.then((code) => code !== 0)).resolves.toBe(true);
  });

  test('gives a process a terminal, its size, and what Ctrl-C means there', async () => {
    const stdin = new PassThrough();
    const stdout = new CollectedOutput();
    let code: number | undefined;

    await inContainer(async (container) => {
      const script = 'trap "echo caught; exit 9" INT; echo ready; read line; read line';
      const terminal = { columns: 100, rows: 30 };
      const args = ['/bin/sh', '-c', script];
      const process = await container.start({ args, stdin, stdout, terminal });
      await until(() => stdout.text.includes('ready'));
      process.resize({ columns: 101, rows: 31 });
      stdin.write('\x03');
      code = await process.exit;
    });

    expect(stdout.text).toMatch(/ready\r\n.*caught\r\n/s);
    expect(code).toBe(9);
  });

  test('sends signals by name', async () => {
    const stdout = new CollectedOutput();
    let code: number | undefined;

    await inContainer(async (container) => {
      const script = 'trap "exit 5" TERM; echo ready; while :; do /bin/sleep 0.1; done';
      const process = await container.start({ args: ['/bin/sh', '-c', script], stdout });
      await until(() => stdout.text.includes('ready'));
      process.kill('SIGTERM');
      code = await process.exit;
    });

    expect(code).toBe(5);
  });

  test('fails for a program that is not there, and goes on', async () => {
    let error: unknown;

    await inContainer(async (container) => {
      error = await container
        .start({ args: ['/bin/nothing'] })
        .then(({ exit }) => exit)
        .catch((caught) => caught);
    });

    expect(error).toMatchObject({
      code: 'E_CONTAINER',
      message: expect.stringMatching(/^"\/bin\/nothing" cannot be run: exec: .*no such file/),
    });
  });

  test('ends a process whose signal is aborted', async () => {
    const controller = new AbortController();
    let error: unknown;

    await inContainer(async (container) => {
      const { signal } = controller;
      const process = await container.start({ args: ['/bin/sleep', '600'], signal });
      controller.abort(new Error('enough'));
      error = await process.exit.catch((caught) => caught);
    });

    expect(error).toMatchObject({ message: 'enough' });
  });

  test('takes input and gives output of any size, as fast as they are read', async () => {
    const stdin = new PassThrough();
    const bytes = Buffer.alloc(5_000_000, 'abcdefgh\n');
    stdin.end(bytes);
    const stdout = new CollectedOutput();

    await inContainer(async (container) => {
      const process = await container.start({ args: ['/bin/cat'], stdin, stdout });
      await process.exit;
    });

    expect(stdout.bytes.equals(bytes)).toBe(true);
  });
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((done) => setTimeout(done, 20));
  }
}
