import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { makeFolder } from '../../files/make-folder';

const WRITABLE_BY_OTHERS = 0o022;

/** Whether nobody but this user and root can have written what is there. */
function isPrivate({ mode, uid }: Stats): boolean {
  const user = process.getuid?.();
  if (user === undefined) return true; // of Windows, where folders of users are their own
  return (uid === user || uid === 0) && (mode & WRITABLE_BY_OTHERS) === 0;
}

/**
 * Makes a folder for what will be trusted, for this user alone.
 *
 * @returns false where it cannot be made, or others may write there
 */
export function makePrivateFolder(folder: string): boolean {
  try {
    makeFolder(folder, 0o700);
    return isPrivateFolder(folder);
  } catch {
    return false;
  }
}

/** Whether it is there, and nobody else may write there. */
export function isPrivateFolder(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && isPrivate(stats);
}

/**
 * Reads a file that nobody else can have written.
 *
 * @throws Error when it is not there, is no file, or others may write it
 */
export function readPrivateFile(path: string): Buffer {
  // A pipe without a writer would be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || !isPrivate(stats)) throw new Error('others may have written it');
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
