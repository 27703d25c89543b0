import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { FileTreeError } from './error';
import { findFolder } from './find-folder';

/**
 * What a file at a path below a base holds.
 *
 * @param base its real path
 * @throws FileTreeError where no file is there, or a link leads out of the base
 */
export function readFileBelow(base: string, path: string): Buffer {
  const { include } = findFolder(base, path, []);
  if (include.length === 0) throw new FileTreeError('type', 'it is a folder');
  return readFileSync(realpathSync(join(base, path)));
}
