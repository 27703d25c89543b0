import { join } from 'node:path';
import { readAssembly } from '../../assembly/assembly-reader';
import { checkLock } from '../../assembly/lock-check';
import type { LockFile } from '../../assembly/lock-file';
import { lockMissingErrors } from '../../assembly/lock-missing';
import { readLock } from '../../assembly/lock-reader';
import { writeLock } from '../../assembly/lock-writer';
import type { LockNeeds } from '../../assembly/manifest';
import { checkVersions } from '../../assembly/version-check';
import { BuildError, BuildErrors } from '../../errors';
import { resolveLock } from '../../lock';
import type { CommandContext } from '../context';
import { readEnvironment } from '../environment-options';
import { EXIT, type ExitCode } from '../exit-code';
import { LOCK_FILE } from '../lock-errors';
import { emitAssembly } from '../run-app';
import { terminalWidth } from '../terminal/terminal-width';
import { wrapText } from '../terminal/wrap';

/** `synth lock`: resolves what the lock does not answer yet, and drops what nothing asks for. */
export async function lock(context: CommandContext): Promise<ExitCode> {
  const { options, cwd, messages, signal, stdout } = context;
  const environment = readEnvironment(context);
  const { manifest } = readAssembly(await emitAssembly(context));
  const { requests } = manifest;
  const file = join(cwd, LOCK_FILE);
  const previous = readLock(file);
  if (options.has('check')) return check(manifest, previous, context);

  const next = await resolveLock(manifest, previous, {
    environment,
    onMessage: (message) => messages.note(message),
    signal,
  });
  signal.throwIfAborted();
  const result = {
    file: LOCK_FILE,
    changed: writeLock(file, next),
    added: checkLock(requests, previous).missing.length,
    removed: checkLock(requests, previous).unused.length,
    ...countEntries(next),
  };
  stdout.write(
    options.has('json')
      ? `${JSON.stringify(result, null, 2)}\n`
      : `${wrapText(summary(result), terminalWidth(stdout) ?? Infinity).join('\n')}\n`,
  );
  return EXIT.done;
}

/**
 * @throws BuildErrors `E_LOCK_DIFFERS` for each entry that is missing, or that nothing asks for;
 *   `E_DEBIAN_VERSIONS_DISAGREE` for each package whose versions do not agree
 */
function check(
  { imagePackages, requests }: LockNeeds,
  current: LockFile,
  { options, stdout }: CommandContext,
): ExitCode {
  const { missing, unused } = checkLock(requests, current);
  if (options.has('json')) stdout.write(`${JSON.stringify({ missing, unused }, null, 2)}\n`);
  BuildErrors.throwIfAny([
    ...lockMissingErrors(missing).map(
      ({ message, details }) => new BuildError('E_LOCK_DIFFERS', message, details),
    ),
    ...unused.map(
      (place) =>
        new BuildError('E_LOCK_DIFFERS', `entry ${place} of ${LOCK_FILE} is asked for by nothing`),
    ),
    ...checkVersions(imagePackages, current),
  ]);
  if (!options.has('json'))
    stdout.write(`${LOCK_FILE} fits: ${countText(countEntries(current))}\n`);
  return EXIT.done;
}

interface EntryCount {
  readonly git: number;
  /** .debs, counted once for each architecture. */
  readonly packages: number;
}

function countEntries({ git, debian }: LockFile): EntryCount {
  const packages = Object.values(debian)
    .flatMap((archive) => Object.values(archive.packages))
    .reduce((sum, byName) => sum + Object.keys(byName).length, 0);
  return { git: Object.keys(git).length, packages };
}

function countText({ git, packages }: EntryCount): string {
  return `${git} git ${git === 1 ? 'ref' : 'refs'}, ${packages} Debian packages`;
}

function summary(
  result: EntryCount & { changed: boolean; added: number; removed: number },
): string {
  if (!result.changed) return `${LOCK_FILE} is up to date: ${countText(result)}`;
  const { added, removed } = result;
  return `${LOCK_FILE} written: ${countText(result)} (${added} requests resolved, ${removed} entries removed)`;
}
