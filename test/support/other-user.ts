import { execFileSync, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/** A user that owns nothing. */
const NOBODY = '65534';

const SETPRIV = ['setpriv', '--reuid', NOBODY, '--regid', NOBODY, '--clear-groups'] as const;

/**
 * A program, with its arguments, to run Node under as a user that owns nothing; or why there is none.
 *
 * @param files what that user must be able to read beside Node
 */
export function asNobody(files: readonly string[]): readonly string[] | string {
  if (process.getuid?.() !== 0) return 'only root can become another user';
  const [program, ...rest] = SETPRIV;
  for (const file of [realpathSync(process.execPath), ...files]) {
    const { status, error } = spawnSync(program, [...rest, 'test', '-r', file]);
    if (error !== undefined) return 'there is no setpriv';
    if (status !== 0) return `another user cannot read ${file}`;
  }
  return SETPRIV;
}

/** Lets every user read a folder and all that is in it, whatever the umask it was made under. */
export function letEveryoneRead(folder: string): void {
  execFileSync('chmod', ['-R', 'a+rX', folder]);
}

/** Gives a folder, and all that is in it, to the user of {@link asNobody}. */
export function giveToNobody(folder: string): void {
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
}
