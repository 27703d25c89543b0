import { basename } from 'node:path';
import { compareLock, type LockResult, lock as lockApp } from '../../build/lock';
import { BuildError, BuildErrors } from '../../errors';
import { KINDS } from '../../inputs/kinds';
import { type LockFile, sectionOf } from '../../lock/lock-file';
import { missingErrors } from '../../lock/missing-errors';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { terminalWidth } from '../terminal/terminal-width';
import { wrapText } from '../terminal/wrap';

/** `synth lock`: resolves what the lock does not answer yet, and drops what nothing asks for. */
export async function lock(context: CommandContext): Promise<ExitCode> {
  const { messages, options, stdout } = context;
  if (options.has('check')) return check(context);

  const result = await lockApp({
    ...readAppOptions(context),
    environment: readEnvironment(context),
    onMessage: (message) => messages.note(message),
  });
  stdout.write(
    options.has('json')
      ? jsonText(record(result))
      : `${wrapText(summary(result), terminalWidth(stdout) ?? Infinity).join('\n')}\n`,
  );
  return EXIT.done;
}

/**
 * @throws BuildErrors `E_LOCK_DIFFERS` for each entry that is missing, that has changed since an
 *   assembly was made, or that nothing asks for
 */
async function check(context: CommandContext): Promise<ExitCode> {
  const { options, stdout } = context;
  const {
    changed,
    file,
    lock: current,
    missing,
    unused,
  } = await compareLock(readAppOptions(context));
  const name = basename(file);
  if (options.has('json')) {
    stdout.write(jsonText({ missing, changed, unused }));
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

function record({ added, changed, file, lock: current, removed }: LockResult): object {
  return { file: basename(file), changed, added, removed, entries: countEntries(current) };
}

function summary({ added, changed, file, lock: current, removed }: LockResult): string {
  const name = basename(file);
  if (!changed) return `${name} is up to date: ${countText(current)}`;
  const requests = `${added} ${added === 1 ? 'request' : 'requests'} resolved`;
  const entries = `${removed} ${removed === 1 ? 'entry' : 'entries'} removed`;
  return `${name} written: ${countText(current)} (${requests}, ${entries})`;
}
