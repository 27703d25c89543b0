import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Service, Serving } from './list';
import type { Result } from './result';

const LIMIT_MS = 120_000;

const docker = (...args: readonly string[]) =>
  spawnSync(process.env.TEST_DOCKER ?? 'docker', args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });

/** Runs a container, and removes one that has not ended in time: its client alone is ended by that. */
function runToEnd(...args: readonly string[]) {
  const name = `services-${randomUUID()}`;
  const ended = docker('run', '--rm', `--name=${name}`, ...args);
  if (ended.status === null) docker('rm', '--force', '--volumes', name);
  return ended;
}

/** What programs write that could not do what they were asked. */
const COMPLAINT = /: (?:not found|no such file or directory|permission denied)|command not found/i;

/** As strictly as the contract of a runtime promises. */
const STRICT = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];

/** A program that runs those of another architecture, and that architecture. */
export interface Emulator {
  /** Path of a static one on the machine of the engine. */
  readonly program: string;
  readonly platform: string;
}

/**
 * Starts the runtime of a service without network, and gives the first line that it says. One that
 * says something else than was expected, or complains, has failed.
 */
export function say(
  image: string,
  { expects, isTerminal, says, status: expected }: Service,
  emulator?: Emulator,
): Result {
  const [program = '', ...args] = emulator
    ? ['/emulator', ...interpreterOf(says[0], image), ...says]
    : says;
  const emulated = emulator
    ? [`--volume=${emulator.program}:/emulator:ro`, `--platform=${emulator.platform}`]
    : [];
  const { status, stdout, stderr } = runToEnd(
    ...[...STRICT, '--network=none', '--tmpfs=/tmp', '--tmpfs=/run'],
    ...[...emulated, ...(isTerminal ? ['--tty'] : []), `--entrypoint=${program}`, image, ...args],
  );
  const all = `${stdout}\n${stderr}`;
  const text = firstLine(all);
  if (status === null) return { failure: `did not end within ${LIMIT_MS / 1000} s` };
  if (status !== expected) return { failure: `exit code ${status}: ${text}` };
  const complaint = all.split('\n').find((line) => COMPLAINT.test(line));
  if (complaint !== undefined) return { failure: complaint.trim() };
  return expects.test(all) ? { says: text } : { failure: `says ${JSON.stringify(text)}` };
}

/** What a script names in its first line: a kernel starts it, an emulator does not. */
function interpreterOf(program: string, image: string): readonly string[] {
  const options = ['run', '--rm', '--entrypoint=/usr/bin/head', baseOf(image)];
  const [, interpreter] = /^#! *(\S+)/.exec(docker(...options, '-n1', program).stdout) ?? [];
  return interpreter === undefined ? [] : [interpreter];
}

/** Starts a service as its account, and gives what it listens on. */
export function serve(image: string, { env = {}, listens, run, user, writes }: Serving): Result {
  const [program, ...args] = run;
  // An engine gives a tmpfs the mode of the folder that it is mounted on.
  const ids = docker('run', '--rm', '--entrypoint=/usr/bin/id', baseOf(image), '-u', user);
  const owner = `uid=${ids.stdout.trim()}`;
  const started = docker(
    ...['run', '--detach', ...STRICT, '--network=none', '--tmpfs=/tmp'],
    ...writes.map((path) =>
      path.startsWith('tmpfs:') ? `--tmpfs=${path.slice(6)}:${owner}` : `--volume=${path}`,
    ),
    ...Object.entries(env).map(([name, value]) => `--env=${name}=${value}`),
    ...[`--user=${user}`, `--entrypoint=${program}`, image, ...args],
  );
  const id = started.stdout.trim();
  if (started.status !== 0) return { failure: firstLine(started.stderr) };
  try {
    for (let tries = 0; tries < 40; tries++) {
      const { stdout } = docker('inspect', '--format={{.State.Running}} {{.State.ExitCode}}', id);
      const [running, code] = stdout.trim().split(' ');
      if (running !== 'true') return { failure: `exit code ${code}: ${lastLine(id)}` };
      if (listening(id, image).has(listens)) return { says: listens };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
    return { failure: `does not listen on ${listens}: ${lastLine(id)}` };
  } finally {
    docker('rm', '--force', '--volumes', id);
  }
}

/** What the processes of a container listen on, as one of its base image sees it. */
function listening(id: string, image: string): ReadonlySet<string> {
  const { stdout } = docker(
    ...['run', '--rm', `--network=container:${id}`, '--entrypoint=/bin/grep'],
    ...[baseOf(image), '-H', ''],
    ...['tcp', 'tcp6', 'udp', 'udp6', 'unix'].map((kind) => `/proc/net/${kind}`),
  );
  const found = stdout.split('\n').flatMap((line) => {
    const [, kind = '', fields = ''] = /^\/proc\/net\/([a-z]+)6?:\s*(.*)/.exec(line) ?? [];
    const words = fields.split(/\s+/);
    // Of tcp state 0A, of unix the flag __SO_ACCEPTCON.
    if (kind === 'unix') return words[3] === '00010000' && words[7] ? [`unix ${words[7]}`] : [];
    const [, port] = /:([0-9A-F]{4})$/.exec(words[1] ?? '') ?? [];
    if (port === undefined || (kind === 'tcp' && words[3] !== '0A')) return [];
    return [`${kind} ${Number.parseInt(port, 16)}`];
  });
  return new Set(found);
}

const baseOf = (image: string) => image.replace(/^runtime-/, 'base-');

function lastLine(id: string): string {
  const { stderr, stdout } = docker('logs', id);
  return firstLine(`${stdout}\n${stderr}`.trimEnd().split('\n').reverse().join('\n'));
}

const firstLine = (text: string): string =>
  (text.split('\n').find((line) => /\S/.test(line)) ?? '').trim();
