import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage, type RunningProcess } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { waitUntil } from '../support/processes';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';

const installed = new InstalledPackage();
jest.setTimeout(90_000);

/** A phase of a build: what is built, and when it is in that phase. */
interface Phase {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly isReached: (running: RunningProcess) => boolean;
}

describeWith(['buildkitd'], 'a build on a daemon that fails', () => {
  const folder = installed.project(L1_PROJECT);
  let daemon: TcpBuildkitd;
  /** A registry that answers nothing: a push to it never ends. */
  let registry: LoopbackServer;
  let asked = 0;
  beforeAll(async () => {
    registry = await listenOnLoopback(() => {
      asked++;
    });
  });
  beforeEach(async () => {
    asked = 0;
    daemon = await startTcpBuildkitd({ name: 'faults' });
  });
  afterEach(async () => {
    try {
      process.kill(daemon.pid, 'SIGCONT');
    } catch {} // it was killed
    await daemon.stop();
  });
  afterAll(() => registry.close());

  const phases: Readonly<Record<'connect' | 'export' | 'solve', () => Phase>> = {
    connect: () => ({ env: {}, args: [], isReached: () => true }),
    solve: () => ({
      env: { TEST_IMAGES: 'waiting' },
      args: ['--output', 'type=tar,dest=solved.tar'],
      isReached: ({ stderr }) => /run wait/.test(stderr()),
    }),
    export: () => ({
      env: { TEST_NAMES: `127.0.0.1:${registry.port}/pushed` },
      args: ['--push'],
      isReached: () => asked > 0,
    }),
  };

  /** Builds, does something once a phase is reached, and waits for the end. */
  const buildUntil = async (
    name: keyof typeof phases,
    then: (running: RunningProcess) => Promise<void> | void,
  ) => {
    const { args, env, isReached } = phases[name]();
    let done: Promise<void> = Promise.resolve();
    const all = ['build', '--platform', 'linux/amd64', '--progress', 'plain', ...args];
    const result = await installed.synth(folder, all, {
      env: { BUILDKIT_HOST: daemon.address, SYNTH_PATIENCE: '6', ...env },
      onStart: (running) => {
        done = waitUntil(name, () => isReached(running)).then(() => then(running));
      },
    });
    await done;
    expect(result.stdout).toBe('');
    expect(existsSync(join(folder, 'solved.tar'))).toBe(false);
    return result;
  };

  test.each(['solve', 'export'] as const)('is lost when it is killed in its %s', async (phase) => {
    const { code, stderr } = await buildUntil(
      phase,
      () => void process.kill(daemon.pid, 'SIGKILL'),
    );

    expect(stderr).toContain('error E_DAEMON_LOST');
    expect(stderr).toContain(daemon.address);
    expect(code).toBe(1);
  });

  test.each(['solve', 'export'] as const)('is lost when it freezes in its %s', async (phase) => {
    const { code, stderr } = await buildUntil(
      phase,
      () => void process.kill(daemon.pid, 'SIGSTOP'),
    );

    expect(stderr).toContain('error E_DAEMON_LOST');
    expect(stderr).toMatch(/no sign of the other side for 6 s/);
    expect(code).toBe(1);
  });

  test('is refused where a daemon was killed, and where one is frozen', async () => {
    process.kill(daemon.pid, 'SIGSTOP');
    const frozen = await buildUntil('connect', () => {});
    expect(frozen.stderr).toMatch(/error E_DAEMON_(PROTOCOL|UNREACHABLE).*\n/);
    expect(frozen.code).toBe(1);

    process.kill(daemon.pid, 'SIGKILL');
    const killed = await buildUntil('connect', () => {});
    expect(killed.stderr).toContain('error E_DAEMON_UNREACHABLE');
    expect(killed.code).toBe(1);
  });

  test.each([
    ['solve', ['SIGINT']],
    ['solve', ['SIGTERM']],
    ['export', ['SIGINT']],
    ['export', ['SIGTERM']],
    ['solve', ['SIGINT', 'SIGINT']],
  ] as const)('ends in its %s at %j, at the daemon, too', async (phase, signals) => {
    const { code, stderr } = await buildUntil(phase, ({ kill }) => signals.forEach(kill));

    expect(code).toBe(130);
    expect(stderr).toContain('interrupted');
    const running = async () => {
      const env = { BUILDKIT_HOST: daemon.address };
      const { stdout } = await installed.synth(folder, ['history', 'ls', '--json'], { env });
      return (JSON.parse(stdout) as { completedAt?: number }[]).filter(
        ({ completedAt }) => completedAt === undefined,
      ).length;
    };
    while ((await running()) > 0);
  });

  test('ends at Ctrl-C also where the daemon is frozen', async () => {
    const { code } = await buildUntil('solve', ({ kill }) => {
      process.kill(daemon.pid, 'SIGSTOP');
      kill('SIGINT');
    });

    expect(code).toBe(130);
  });
});
