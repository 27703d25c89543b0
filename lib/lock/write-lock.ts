import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError, systemErrorCode } from '../errors';
import { writeFileWhole } from '../files/write-file';
import { formatLock } from './format-lock';
import type { LockFile } from './lock-file';

/**
 * Writes `synth.lock.json`, whole or not at all. A link is followed; a file that cannot be renamed
 * over, e.g. a mount point, is written in place. A file that has this content already is not touched.
 *
 * @returns whether the file changed
 * @throws BuildError `E_LOCK_FORMAT` where something that is no file stands in the place
 */
export function writeLock(path: string, lock: LockFile): boolean {
  const text = formatLock(lock);
  const stat = statsOf(path);
  if (stat !== undefined && !stat.isFile()) {
    throw new BuildError('E_LOCK_FORMAT', `${basename(path)} is no file`, {
      got: stat.isDirectory() ? 'a folder' : 'something that is neither file nor link',
      expected: 'a file, a link to one, or nothing yet',
    });
  }
  if (stat !== undefined && readFileSync(path, 'utf8') === text) return false;
  writeFileWhole(path, text, { mode: stat === undefined ? 0o644 : undefined, isDurable: true });
  return true;
}

function statsOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ELOOP') throw cause;
    throw new BuildError('E_LOCK_FORMAT', `${basename(path)} is a circle of links`, { cause });
  }
}
