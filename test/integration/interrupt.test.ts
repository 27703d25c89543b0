import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { helloFiles } from '../support/hello-project';
import {
  InstalledPackage,
  type RunningProcess,
  type RunOptions,
} from '../support/installed-package';
import { listenOnLoopback } from '../support/loopback-server';
import { processesWith, waitUntil } from '../support/processes';
import type { ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';
import { WatchedProject, type WatchedRun } from '../support/watched-project';

/** From the signal to the end of the process. */
const MAX_STOP_MS = 5_000;

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const folder = temporaryFolder('interrupt');
let sound: ServedDebian;

beforeAll(async () => {
  sound = await serveTinyDebian(join(folder, 'sound'));
});
afterAll(() => sound.server.close());

/** Servers of one test: a test that fails leaves none open, which would keep the run from ending. */
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** As a terminal sends it: to all processes of the group. */
const toAll = ({ pid }: RunningProcess) => process.kill(-pid, 'SIGINT');
const toItAlone = ({ kill }: RunningProcess) => kill('SIGINT');

/** Runs until the condition holds, then interrupts. */
async function interrupt(
  project: WatchedProject,
  args: readonly string[],
  when: (running: RunningProcess) => boolean,
  { send = toAll, ...options }: RunOptions & { send?: (running: RunningProcess) => void } = {},
): Promise<WatchedRun> {
  let sent = Number.NaN;
  let failure: unknown;
  const run = await project.synth(args, {
    ...options,
    // A session, and so a process group, of its own.
    under: ['setsid'],
    onStart: (running) => {
      waitUntil(`interrupting "${args[0]}"`, () => when(running)).then(
        () => {
          sent = performance.now();
          send(running);
        },
        (error: unknown) => {
          failure = new Error(`${error}\n${running.stderr()}`);
          running.kill('SIGKILL');
        },
      );
    },
  });
  if (failure !== undefined) throw failure;
  expect({ code: run.code, stdout: run.stdout, stderr: run.stderr }).toEqual({
    code: 130,
    stdout: '',
    stderr: expect.stringMatching(/(^|\n)interrupted\n$/),
  });
  expect(run.stderr).not.toContain('error E_');
  expect(performance.now() - sent).toBeLessThan(MAX_STOP_MS);
  return run;
}

/** Nothing but the assembly, which stands before the work that was interrupted begins. */
function expectNothingLeft({ changes, leftovers }: WatchedRun): void {
  expect(changes.filter((change) => !change.slice(2).startsWith('synth.out/'))).toEqual([]);
  expect(leftovers).toEqual([]);
}

/** A project that is locked, and one with its lock that asks for more. */
async function lockedProject(
  debian: ServedDebian,
  packages = ['libzstd1'],
): Promise<WatchedProject> {
  const locked = new WatchedProject(installed, tinyFiles(debian), folder);
  expect(await locked.synth(['lock', ...mirrorOptions(debian)])).toMatchObject({ code: 0 });
  const files = { 'synth.lock.json': locked.text('synth.lock.json') };
  return new WatchedProject(installed, { ...tinyFiles(debian, { packages }), ...files }, folder);
}

describe('Ctrl-C', () => {
  test.each([
    ['to the whole group', toAll],
    ['to synth alone', toItAlone],
  ])('while the app runs, %s', async (_whom, send) => {
    const app = 'console.error("app runs"); setInterval(() => {}, 1000);\n';
    const project = new WatchedProject(installed, { 'app.js': app }, folder);
    const started = ({ stderr }: RunningProcess) => stderr().includes('app runs');

    const run = await interrupt(project, ['build'], started, { send });

    expect(run.changes).toEqual([]);
    expect(run.leftovers).toEqual([]);
    expect(processesWith(project.folder)).toEqual([]);
  });

  test('while the index of an archive is fetched', async () => {
    const debian = await serveTinyDebian(join(folder, 'stalling'));
    closers.push(() => debian.server.close());
    const project = await lockedProject(debian, ['libzstd1', 'libc6']);
    const lock = project.text('synth.lock.json');
    debian.server.setFault(/by-hash|Packages/, { stall: true });
    const asked = debian.server.count(/by-hash|Packages/);

    const run = await interrupt(
      project,
      ['lock', ...mirrorOptions(debian)],
      () => debian.server.count(/by-hash|Packages/) > asked,
    );

    expectNothingLeft(run);
    expect(project.text('synth.lock.json')).toBe(lock);
  });

  test.each([
    ['to the whole group', toAll],
    ['to synth alone', toItAlone],
  ])('while a git server does not answer, %s', async (_whom, send) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const files = helloFiles({ repository: `git://127.0.0.1:${port}/hello` });
    const old = '{ "version": 1, "git": {}, "debian": {} }\n';
    const project = new WatchedProject(installed, { ...files, 'synth.lock.json': old }, folder);

    const run = await interrupt(
      project,
      ['lock', '--mirror', 'http://127.0.0.1:9', '--mirror', 'debian-security=http://127.0.0.1:9'],
      () => sockets.length > 0,
      { send },
    );

    expectNothingLeft(run);
    expect(project.text('synth.lock.json')).toBe(old);
    await waitUntil('git ends', () => processesWith(`127.0.0.1:${port}`).length === 0);
  });
});

describeWith(['engine'], 'Ctrl-C with a daemon', ({ engine }) => {
  const env = { BUILDKIT_HOST: engine.address };

  /** A build still works, and no other one holds it up. */
  async function expectWorkingDaemon(): Promise<void> {
    const project = await lockedProject(sound);
    const run = await project.synth(['build', '--no-cache', ...mirrorOptions(sound)], { env });
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
  }

  test('during a build cancels it at the daemon too', async () => {
    const debian = await serveTinyDebian(join(folder, 'waiting'), {}, { waits: true });
    closers.push(() => debian.server.close());
    const project = await lockedProject(debian);
    const command = '/bin/busybox sh';
    const before = new Set(processesWith(command));
    const started = () => processesWith(command).filter((pid) => !before.has(pid));
    let steps: number[] = [];

    const run = await interrupt(
      project,
      [
        'build',
        ...['--output', 'type=oci,dest=image.tar', '--metadata-file', 'image.json'],
        ...mirrorOptions(debian),
      ],
      ({ stderr }) => {
        steps = started();
        return /unpack \d+ packages/.test(stderr()) && steps.length > 0;
      },
      { env },
    );

    expectNothingLeft(run);
    await waitUntil('the step ends', () => !started().some((pid) => steps.includes(pid)));
    await expectWorkingDaemon();
  });

  test('during a push lets go of the registry', async () => {
    let uploads = 0;
    let open = 0;
    // A registry that takes the first bytes of an upload, and then nothing happens.
    const registry = await listenOnLoopback((request, response) => {
      if (request.url === '/v2/') return void response.writeHead(200).end('{}');
      if (request.method === 'HEAD' || request.method === 'GET') {
        return void response.writeHead(404).end();
      }
      uploads += 1;
      open += 1;
      request.socket.once('close', () => {
        open -= 1;
      });
    });
    closers.push(() => registry.close());
    const files = tinyFiles(sound, { name: `${new URL(registry.url).host}/tiny` });
    const project = new WatchedProject(installed, files, folder);
    await project.synth(['lock', ...mirrorOptions(sound)]);

    const run = await interrupt(
      project,
      ['push', '--metadata-file', 'push.json', ...mirrorOptions(sound)],
      () => uploads > 0,
      { env },
    );

    expectNothingLeft(run);
    await waitUntil('the daemon hangs up', () => open === 0);
    await expectWorkingDaemon();
  });
});
