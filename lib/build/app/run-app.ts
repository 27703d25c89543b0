import { type StdioOptions, spawn } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, BuildErrors, systemErrorCode } from '../../errors';
import { removeTemporarySync, temporaryFolder } from '../../files/temporary';
import { parseErrorRecords } from './app-errors';
import type { AppOptions } from './app-options';
import type { AppPlace } from './app-place';
import type { AppTarget } from './app-target';

/** How Node ends where a top-level await waits for a promise that nothing is left to settle. */
const UNSETTLED_AWAIT = 'exit code 13';
const UNSETTLED_DETAILS = {
  got: `${UNSETTLED_AWAIT}, as Node ends where a top-level await can never go on`,
  fix: 'await a promise that something settles: the app has nothing open that could',
};

/** How the app's process is run. */
export interface RunAppOptions extends Pick<AppOptions, 'appOutput' | 'cwd' | 'env'> {
  /** Aborting ends the process, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
  /** What it prints is not shown. @default false */
  readonly isHidden?: boolean | undefined;
  /** Whose process it is. @default - the user's own */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /**
   * The folder that folders of the app are named from in the assembly, where that is written elsewhere.
   *
   * @default - the one that it is written to
   */
  readonly place?: string | undefined;
}

/**
 * Brings the assembly of an app up to date, and returns its folder. An assembly is taken as it is;
 * else the app runs in a process of its own, with `SYNTH_OUT` naming the folder, `SYNTH_PLACE` the one
 * that folders of the app are named from, `SYNTH_LOCK` the
 * lock, `SYNTH_FOLDER` what its sources are told from, and `SYNTH_ERRORS_FILE` the file for its
 * errors.
 *
 * @throws BuildErrors what the app found wrong; BuildError `E_APP_FAILED`, `E_APP_NO_ASSEMBLY`; the
 *   reason of an abort, and an `AbortError` where Ctrl-C ended the app
 */
export async function runApp(
  { folder: sources, lock, out, target }: AppPlace,
  options: RunAppOptions,
): Promise<string> {
  if (target.kind === 'assembly') return target.folder;

  const before = manifestIdentity(out);
  const folder = temporaryFolder('synth');
  try {
    const errorsFile = join(folder, 'errors.json');
    const { place = out, user } = options;
    // The app writes into it.
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const variables = {
      SYNTH_OUT: out,
      SYNTH_PLACE: place,
      SYNTH_LOCK: lock,
      SYNTH_FOLDER: sources,
      SYNTH_ERRORS_FILE: errorsFile,
    };
    const end = await runProgram(target, variables, options);
    if (existsSync(errorsFile)) {
      BuildErrors.throwIfAny(parseErrorRecords(readFileSync(errorsFile, 'utf8')));
    }
    if (end !== 'exit code 0') {
      throw new BuildError('E_APP_FAILED', `app "${target.name}" failed`, {
        got: end,
        ...(end === UNSETTLED_AWAIT && !target.shell ? UNSETTLED_DETAILS : {}),
      });
    }
  } finally {
    removeTemporarySync(folder);
  }
  if (manifestIdentity(out) === before) {
    throw new BuildError('E_APP_NO_ASSEMBLY', `app "${target.name}" wrote no assembly`);
  }
  return out;
}

type Program = Extract<AppTarget, { kind: 'program' }>;

/** Its stdout goes where messages go: that of this process may carry a result. */
const INHERITED: StdioOptions = ['inherit', 2, 2];

/** Runs the program to its end; says how it ended. */
function runProgram(
  { command, args, shell, name }: Program,
  variables: Readonly<Record<string, string>>,
  { appOutput, cwd, env = process.env, isHidden = false, signal, user }: RunAppOptions,
): Promise<string> {
  return new Promise((done, fail) => {
    if (signal?.aborted) return fail(signal.reason);
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...env, ...variables },
      shell,
      // A shell does not pass a signal on: what it runs is in a group of its own, and gets it, too.
      detached: shell,
      stdio: isHidden ? 'ignore' : appOutput === undefined ? INHERITED : ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (appOutput !== undefined) stream?.pipe(appOutput, { end: false });
    }
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      const { pid } = child;
      if (!shell || pid === undefined) return void child.kill('SIGINT');
      signalGroup(pid, 'SIGINT');
      // A shell that was just starting a program keeps SIGINT to itself, and waits for the program.
      timer = setTimeout(() => signalGroup(pid, 'SIGTERM'), GRACE_MS);
    };
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', (cause) => {
      signal?.removeEventListener('abort', stop);
      fail(
        new BuildError('E_APP_FAILED', `app "${name}" cannot be started`, {
          got: cause.message,
          cause,
        }),
      );
    });
    child.on('close', (code, killed) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) fail(signal.reason);
      // Ctrl-C goes to the whole group, and the app's end may be seen before our own signal.
      else if (killed === 'SIGINT') fail(new DOMException('the app was interrupted', 'AbortError'));
      else done(killed === null ? `exit code ${code}` : `ended by ${killed}`);
    });
  });
}

/** How long a command has to end after Ctrl-C. */
const GRACE_MS = 2_000;

function signalGroup(leader: number, signal: 'SIGINT' | 'SIGTERM'): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error; // it has ended
  }
}

/** Changes whenever the manifest is written anew, even with the same content. */
function manifestIdentity(out: string): string | undefined {
  const stat = statSync(join(out, 'manifest.json'), { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs}`;
}
