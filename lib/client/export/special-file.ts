import { execFile } from 'node:child_process';
import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BuildError } from '../../errors';
import { GO_MODE, hasGoMode, toPermissions } from '../../file-tree/file-mode';
import type { ReceivedStat } from '../../pb/fsutil';
import { quoted } from './tree-order';

/**
 * Makes a pipe or a device by `mkfifo` or `mknod`, since Node has no way to.
 *
 * @param work folder to make it in: what a program is told must be text, which the path need not be
 * @throws BuildError `E_EXPORT` where this user may not make it, or there is no such program
 */
export async function makeSpecialFile(
  stat: ReceivedStat,
  path: Buffer,
  work: string,
): Promise<void> {
  const made = join(work, 'special');
  const { args, name, program } = recipe(stat);
  try {
    await promisify(execFile)(program, [made, ...args]);
  } catch (cause) {
    const reason = reasonOf(cause);
    const message = `${quoted(stat.path)} of the result is a ${name}, which cannot be made here: ${reason}`;
    throw new BuildError('E_EXPORT', message, {
      got: reason,
      fix: `export as root, on a machine that has ${program}, or remove it from the result`,
      cause,
    });
  }
  await chmod(made, toPermissions(stat.mode));
  await rename(made, path);
}

interface Recipe {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

function recipe({ devmajor, devminor, mode }: ReceivedStat): Recipe {
  if (hasGoMode(mode, GO_MODE.FIFO)) return { name: 'pipe', program: 'mkfifo', args: [] };
  const isCharacter = hasGoMode(mode, GO_MODE.CHAR_DEVICE);
  return {
    name: isCharacter ? 'character device' : 'block device',
    program: 'mknod',
    args: [isCharacter ? 'c' : 'b', String(devmajor), String(devminor)],
  };
}

/** The last line that the program wrote, else why it could not be run. */
function reasonOf(cause: unknown): string {
  const { message = String(cause), stderr = '' } = cause as { message?: string; stderr?: string };
  return stderr.trim().split('\n').at(-1) || message;
}
