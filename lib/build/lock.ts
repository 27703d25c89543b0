import { basename, join } from 'node:path';
import { readAssembly } from '../assembly/assembly-reader';
import { type Environment, loadEnvironment } from '../environment';
import { BuildError, BuildErrors } from '../errors';
import { removeTemporarySync, temporaryFolder } from '../files/temporary';
import type { AskedRequest } from '../lock/asked';
import { checkLock, type LockDifference } from '../lock/check-lock';
import type { LockFile } from '../lock/lock-file';
import { mergeLocks } from '../lock/merge-locks';
import { readLock } from '../lock/read-lock';
import { writeLock } from '../lock/write-lock';
import type { AppOptions } from './app/app-options';
import { type AppPlace, findAppPlace } from './app/app-place';
import { openLockedApp } from './app/locked-app';
import { readOwnAnswers, withAnswers } from './app/own-answers';
import { runApp } from './app/run-app';

/** Options of {@link lock}. */
export interface LockOptions extends AppOptions {
  /**
   * Mirrors, keyrings and the cache of this machine.
   *
   * @default - the variables of `env`, and synth.environment.json in `cwd`
   */
  readonly environment?: Environment | undefined;
  /**
   * Told what a person may want to know, e.g. which mirror stands in for an archive.
   *
   * @default - nobody is told
   */
  readonly onMessage?: ((message: string) => void) | undefined;
  /** Aborting leaves the lock as it was. @default - it goes on to its end */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link lock} did. */
export interface LockResult {
  /** Absolute path of the lock. */
  readonly file: string;
  /** What it holds now. */
  readonly lock: LockFile;
  /** Whether the file was written: false where it holds the same already. */
  readonly changed: boolean;
  /** How many requests were resolved. */
  readonly added: number;
  /** How many entries were dropped, as nothing asks for them any more. */
  readonly removed: number;
}

/**
 * Resolves what the lock of an app does not answer yet, and drops what nothing asks for. The app is
 * run until it asks for nothing more: an answer may lead to another request.
 *
 * @throws BuildErrors every error of every request, each with the construct that makes it; what
 *   `synthesize` throws, but for missing answers; the reason of the abort when `signal` was aborted
 */
export async function lock(options: LockOptions = {}): Promise<LockResult> {
  const place = findAppPlace(options);
  const previous = readLock(place.lock);
  const { added, lock: next, requests } = await completeLock(place, previous, options);
  options.signal?.throwIfAborted();
  return {
    file: place.lock,
    lock: next,
    changed: writeLock(place.lock, next),
    added,
    removed: checkLock(requests, previous).unused.length,
  };
}

/** What {@link compareLock} found. */
export interface LockComparison extends LockDifference {
  /** Absolute path of the lock. */
  readonly file: string;
  /** What it holds. */
  readonly lock: LockFile;
}

/**
 * Compares what an app asks for with its lock; writes none, and asks nobody.
 *
 * @throws what `synthesize` throws, but for missing answers, which are told in the result
 */
export async function compareLock(
  options: Omit<LockOptions, 'environment' | 'onMessage'> = {},
): Promise<LockComparison> {
  const { lock, place, requests } = await openLockedApp(options);
  return { file: place.lock, lock, ...checkLock(requests, lock) };
}

/** What {@link completeLock} found. */
export interface CompletedLock {
  readonly lock: LockFile;
  /** All that the app asks for. */
  readonly requests: readonly AskedRequest[];
  readonly added: number;
}

/**
 * Runs an app until a lock answers all that it asks for, and drops what it does not. The locks on the
 * way lie in a folder of their own, so that the user's is written once, when the app is content with it.
 *
 * @param isDraft whether `previous` is another lock than the user's
 */
export async function completeLock(
  place: AppPlace,
  previous: LockFile,
  options: LockOptions,
  isDraft = false,
): Promise<CompletedLock> {
  const { resolveLock } = await import('../lock/resolve-lock');
  const { cwd = process.cwd(), env = process.env, onMessage, signal } = options;
  const { environment = loadEnvironment({ folder: cwd, env }) } = options;
  const folder = temporaryFolder('synth-lock');
  const draft = join(folder, basename(place.lock));
  const answersFile = join(folder, 'answers.json');
  const runOptions = { ...options, env: { ...env, SYNTH_ANSWERS_FILE: answersFile } };
  try {
    let current = previous;
    let added = 0;
    const answered = new Set<string>();
    if (isDraft) writeLock(draft, previous);
    for (let at = isDraft ? draft : place.lock; ; at = draft) {
      const assembly = await runApp({ ...place, lock: at }, runOptions);
      const { missing, requests } = readAssembly(assembly).manifest;
      BuildErrors.throwIfAny(missing.filter((each) => answered.has(identity(each))).map(unread));
      for (const each of missing) answered.add(identity(each));
      const resolved = await resolveLock(requests, current, { environment, onMessage, signal });
      const next = withAnswers(resolved, readOwnAnswers(answersFile));
      const left = checkLock(requests, next).missing;
      BuildErrors.throwIfAny(left.map(unanswered));
      added += missing.length;
      if (missing.length === 0 || place.target.kind === 'assembly') {
        return { lock: next, requests, added };
      }
      // What nothing asks for yet may be asked for once this is answered.
      current = mergeLocks(current, next);
      writeLock(draft, current);
    }
  } finally {
    removeTemporarySync(folder);
  }
}

function identity({ key, kind }: AskedRequest): string {
  return JSON.stringify([kind, key]);
}

/** Of a kind that does not find in its section what it answered itself. */
function unread({ constructPath, kind, says, source }: AskedRequest): BuildError {
  return new BuildError('E_INPUT_FAILED', `${constructPath}: ${says} is asked for again`, {
    constructPath,
    source,
    got: `a section "${kind}" in which the kind does not find its own answer`,
    expected: 'an entry by the key of the request',
    fix: 'mend "find" of the section, or make it with entrySection()',
  });
}

/** Of a kind that the app alone can answer, and the app did not, e.g. as it is an assembly. */
function unanswered({ constructPath, kind, says, source }: AskedRequest): BuildError {
  return new BuildError('E_INPUT_FAILED', `${constructPath}: ${says} was not answered`, {
    constructPath,
    source,
    got: `a request of kind "${kind}", which only the app's own code can answer`,
    fix: 'run "synth lock" with the app, not with its assembly',
  });
}
