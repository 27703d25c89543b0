import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemErrorCode } from '../errors';

/**
 * Makes a folder, and those above it that are missing.
 *
 * Not `recursive` of Node, which tries again for ever where a folder is there in which nothing can be
 * made, as below `/proc`.
 *
 * @param mode of the folders that are made, before the umask
 * @throws Error of the system
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (isFolder(path)) return;
    const parent = dirname(path);
    if (systemErrorCode(error) !== 'ENOENT' || parent === path || isFolder(parent)) throw error;
    makeFolder(parent, mode);
    makeFolder(path, mode);
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
