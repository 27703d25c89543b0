import { closeSync, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { systemErrorCode } from '../errors';
import { FileTreeError } from './error';
import { FILE_FLAGS } from './held-folder';

/**
 * The text of one file below a folder; undefined where there is none.
 *
 * @param folder its real path
 * @param path relative, clean
 * @throws FileTreeError for what is no file, too large, or where a link leads out of the folder
 */
export function readText(folder: string, path: string, maxBytes: number): string | undefined {
  const place = join(folder, path);
  let file: number;
  try {
    const parent = realpathSync(dirname(place));
    if (parent !== folder && !parent.startsWith(`${folder}${sep}`)) {
      throw new FileTreeError('link', `"${path}": a link leads out of the folder`);
    }
    file = openSync(place, FILE_FLAGS);
  } catch (cause) {
    if (cause instanceof FileTreeError) throw cause;
    const code = systemErrorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new FileTreeError('permission', `"${path}" cannot be opened: ${code}`, { cause });
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new FileTreeError('type', `"${path}" is no file`);
    if (stat.size > maxBytes) {
      throw new FileTreeError('type', `"${path}" has more than ${maxBytes} bytes`);
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
