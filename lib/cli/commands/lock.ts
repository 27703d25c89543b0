import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readAssembly } from '../../assembly/assembly-reader';
import { BuildError, BuildErrors } from '../../errors';
import { KINDS } from '../../inputs/kinds';
import type { AskedRequest } from '../../lock/asked';
import { checkLock } from '../../lock/check-lock';
import { type LockFile, sectionOf } from '../../lock/lock-file';
import { mergeLocks } from '../../lock/merge-locks';
import { missingErrors } from '../../lock/missing-errors';
import { readLock } from '../../lock/read-lock';
import { writeLock } from '../../lock/write-lock';
import { readOwnAnswers, withAnswers } from '../app/own-answers';
import { emitAssembly, type FoundAssembly, findAssembly } from '../app/run';
import { readEnvironment } from '../args/environment-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { terminalWidth } from '../terminal/terminal-width';
import { wrapText } from '../terminal/wrap';

/** `synth lock`: resolves what the lock does not answer yet, and drops what nothing asks for. */
export async function lock(context: CommandContext): Promise<ExitCode> {
  const { options, signal, stdout } = context;
  const found = findAssembly(context);
  const name = basename(found.lock);
  const previous = readLock(found.lock);
  if (options.has('check')) return check(found, previous, context);

  const { added, lock: next, requests } = await complete(found, previous, context);
  signal.throwIfAborted();
  const { unused } = checkLock(requests, previous);
  const result = {
    file: name,
    changed: writeLock(found.lock, next),
    added,
    removed: unused.length,
    entries: countEntries(next),
  };
  stdout.write(
    options.has('json')
      ? `${JSON.stringify(result, null, 2)}\n`
      : `${wrapText(summary(result, next), terminalWidth(stdout) ?? Infinity).join('\n')}\n`,
  );
  return EXIT.done;
}

interface Completed {
  readonly lock: LockFile;
  /** All that the app asks for. */
  readonly requests: readonly AskedRequest[];
  /** How many requests were resolved. */
  readonly added: number;
}

/**
 * Runs the app with the lock and resolves what that misses, until it misses nothing: an answer may
 * lead to another request. The locks on the way lie in a folder of their own, so that the user's is
 * written once, when the app is content with it.
 */
async function complete(
  found: FoundAssembly,
  previous: LockFile,
  context: CommandContext,
): Promise<Completed> {
  const { resolveLock } = await import('../../lock/resolve-lock');
  const { messages, signal } = context;
  const environment = readEnvironment(context);
  const onMessage = (message: string) => messages.note(message);
  const folder = mkdtempSync(join(tmpdir(), 'synth-lock-'));
  const draft = join(folder, basename(found.lock));
  const answersFile = join(folder, 'answers.json');
  try {
    let current = previous;
    let added = 0;
    const answered = new Set<string>();
    for (let at = found.lock; ; at = draft) {
      const variables = { SYNTH_ANSWERS_FILE: answersFile };
      const assembly = await emitAssembly(context, { ...found, lock: at }, variables);
      const { missing, requests } = readAssembly(assembly).manifest;
      BuildErrors.throwIfAny(missing.filter((each) => answered.has(identity(each))).map(unread));
      for (const each of missing) answered.add(identity(each));
      const resolved = await resolveLock(requests, current, { environment, onMessage, signal });
      const next = withAnswers(resolved, readOwnAnswers(answersFile));
      const left = checkLock(requests, next).missing;
      BuildErrors.throwIfAny(left.map(unanswered));
      added += missing.length;
      if (missing.length === 0 || found.target.kind === 'assembly') {
        return { lock: next, requests, added };
      }
      // What nothing asks for yet may be asked for once this is answered.
      current = mergeLocks(current, next);
      writeLock(draft, current);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

/**
 * @throws BuildErrors `E_LOCK_DIFFERS` for each entry that is missing, that has changed since an
 *   assembly was made, or that nothing asks for
 */
async function check(
  found: FoundAssembly,
  current: LockFile,
  context: CommandContext,
): Promise<ExitCode> {
  const { options, stdout } = context;
  const name = basename(found.lock);
  const { requests } = readAssembly(await emitAssembly(context, found)).manifest;
  const { changed, missing, unused } = checkLock(requests, current);
  if (options.has('json')) {
    stdout.write(`${JSON.stringify({ missing, changed, unused }, null, 2)}\n`);
  }
  BuildErrors.throwIfAny([
    ...missingErrors(missing).map(
      ({ message, details }) => new BuildError('E_LOCK_DIFFERS', message, details),
    ),
    ...changed.map(
      ({ constructPath, says, source }) =>
        new BuildError('E_LOCK_DIFFERS', `${constructPath}: ${says} is locked otherwise now`, {
          constructPath,
          source,
          got: 'an assembly that was made with another lock',
          fix: 'run "synth" again',
        }),
    ),
    ...unused.map(
      (place) =>
        new BuildError('E_LOCK_DIFFERS', `entry ${place} of ${name} is asked for by nothing`),
    ),
  ]);
  if (!options.has('json')) stdout.write(`${name} fits: ${countText(current)}\n`);
  return EXIT.done;
}

/** How much there is of each kind, by its name. */
function countEntries(current: LockFile): Record<string, number> {
  const own = KINDS.map((kind): [string, number] => [
    kind.name,
    kind.section.count(sectionOf(current, kind)),
  ]);
  const names = new Set(own.map(([name]) => name));
  const foreign = Object.entries(current.sections)
    .filter(([name]) => !names.has(name))
    .map(([name, section]): [string, number] => [name, Object.keys(Object(section)).length]);
  return Object.fromEntries([...own, ...foreign].filter(([, count]) => count > 0));
}

function countText(current: LockFile): string {
  const parts = Object.entries(countEntries(current)).map(([name, count]) => {
    const [one, several] = KINDS.find((kind) => kind.name === name)?.section.nouns ?? [
      `entry of ${name}`,
      `entries of ${name}`,
    ];
    return `${count} ${count === 1 ? one : several}`;
  });
  return parts.join(', ') || 'nothing';
}

function summary(
  {
    added,
    changed,
    file,
    removed,
  }: Record<'added' | 'removed', number> & {
    readonly changed: boolean;
    readonly file: string;
  },
  current: LockFile,
): string {
  if (!changed) return `${file} is up to date: ${countText(current)}`;
  const requests = `${added} ${added === 1 ? 'request' : 'requests'} resolved`;
  const entries = `${removed} ${removed === 1 ? 'entry' : 'entries'} removed`;
  return `${file} written: ${countText(current)} (${requests}, ${entries})`;
}
