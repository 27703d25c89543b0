import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { BuildError, BuildErrors } from '../../errors';
import type { CommandContext } from '../context';
import { Interrupted } from '../interrupt';
import { type AppConfig, readAppConfig } from './config';
import { parseErrorRecords } from './errors';
import { type AppTarget, findApp } from './target';

const DEFAULT_OUT = 'synth.out';
const LOCK_FILE = 'synth.lock.json';

/** How Node ends where a top-level await waits for a promise that nothing is left to settle. */
const UNSETTLED_AWAIT = 'exit code 13';
const UNSETTLED_DETAILS = {
  got: `${UNSETTLED_AWAIT}, as Node ends where a top-level await can never go on`,
  fix: 'await a promise that something settles: the app has nothing open that could',
};

/**
 * Brings the assembly of the app up to date, and returns its folder. A folder given as `--app` is
 * taken as it is; else the app runs in a process of its own, with `SYNTH_OUT` naming the folder,
 * `SYNTH_LOCK` the lock, `SYNTH_FOLDER` what its sources are told from, and `SYNTH_ERRORS_FILE` the
 * file for its errors.
 *
 * @param variables more of them
 * @throws BuildErrors what the app found wrong; BuildError `E_APP_FAILED`, `E_APP_NO_ASSEMBLY`
 */
export async function emitAssembly(
  context: CommandContext,
  { folder: sources, lock, out, target }: FoundAssembly = findAssembly(context),
  variables: Readonly<Record<string, string>> = {},
  how: RunOptions = {},
): Promise<string> {
  if (target.kind === 'assembly') return target.folder;

  const before = manifestIdentity(out);
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const errorsFile = join(folder, 'errors.json');
    if (how.user !== undefined) chownSync(folder, how.user.uid, how.user.gid);
    const end = await runProgram(
      target,
      {
        SYNTH_OUT: out,
        SYNTH_LOCK: lock,
        SYNTH_FOLDER: sources,
        SYNTH_ERRORS_FILE: errorsFile,
        ...variables,
        ...(context.options.has('debug') ? { SYNTH_DEBUG: '1' } : {}),
      },
      how,
      context,
    );
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
    rmSync(folder, { recursive: true, force: true });
  }
  if (manifestIdentity(out) === before) {
    throw new BuildError('E_APP_NO_ASSEMBLY', `app "${target.name}" wrote no assembly`);
  }
  return out;
}

/** What makes the assembly, and the folder that it is in, or will be. */
export interface FoundAssembly {
  readonly target: AppTarget;
  readonly out: string;
  /** Absolute path of the lock. */
  readonly lock: string;
  /**
   * Absolute path of the folder that lines of sources are relative to: that of the app's file, for a
   * command the working folder, and for an assembly the one that it lies in.
   */
  readonly folder: string;
}

/** Finds out what the options and the configuration say of the app. */
export function findAssembly({
  options,
  cwd,
}: Pick<CommandContext, 'options' | 'cwd'>): FoundAssembly {
  const config = readAppConfig(cwd);
  const target = findApp(options.last('app') ?? config.app, cwd);
  const folder = options.last('out') ?? config.output ?? DEFAULT_OUT;
  const out = target.kind === 'assembly' ? target.folder : resolve(cwd, folder);
  return {
    target,
    out,
    lock: findLock(config, target, cwd),
    folder: target.kind === 'assembly' ? dirname(target.folder) : programFolder(target, cwd),
  };
}

/** Where the configuration says, else beside the app's file; of a command, in the working folder. */
function findLock({ lock }: AppConfig, target: AppTarget, cwd: string): string {
  if (lock !== undefined) return resolve(cwd, lock);
  return join(target.kind === 'program' ? programFolder(target, cwd) : cwd, LOCK_FILE);
}

function programFolder({ file }: Program, cwd: string): string {
  return file === undefined ? cwd : dirname(file);
}

/** How the process of an app runs. */
export interface RunOptions {
  /** What it prints is not shown. @default false */
  readonly isHidden?: boolean;
  /** Whose process it is. @default - the user's own */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

type Program = Extract<AppTarget, { kind: 'program' }>;

/** Runs the program to its end; says how it ended. Its stdout goes to ours of messages. */
function runProgram(
  { command, args, shell, name }: Program,
  variables: Readonly<Record<string, string>>,
  { isHidden = false, user }: RunOptions,
  { cwd, env, signal }: CommandContext,
): Promise<string> {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(new Interrupted());
    const child = spawn(command, args, {
      cwd,
      env: { ...env, ...variables },
      shell,
      stdio: isHidden ? 'ignore' : ['inherit', process.stderr, 'inherit'],
      ...user,
    });
    const stop = () => child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (cause) => {
      signal.removeEventListener('abort', stop);
      fail(
        new BuildError('E_APP_FAILED', `app "${name}" cannot be started`, {
          got: cause.message,
          cause,
        }),
      );
    });
    child.on('close', (code, killed) => {
      signal.removeEventListener('abort', stop);
      // Ctrl-C goes to the whole group, and the app's end may be seen before our own signal.
      if (signal.aborted || killed === 'SIGINT') fail(new Interrupted());
      else done(killed === null ? `exit code ${code}` : `ended by ${killed}`);
    });
  });
}

/** Changes whenever the manifest is written anew, even with the same content. */
function manifestIdentity(out: string): string | undefined {
  const stat = statSync(join(out, 'manifest.json'), { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs}`;
}
