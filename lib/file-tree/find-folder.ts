import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { systemErrorCode } from '../errors';
import { FileTreeError } from './error';
import { escapePattern } from './selection';

/** A folder, and what of it is meant. */
export interface FoundFolder {
  /** Its real path. */
  readonly absolute: string;
  /** Relative to the base, `/` between segments, `.` for the base itself. */
  readonly path: string;
  /** Of a file, the pattern that means it alone. */
  readonly include: readonly string[];
}

/**
 * The folder at a path below a base, or the one that holds the file there.
 *
 * @param base its real path
 * @throws FileTreeError where nothing is there, or a link leads out of the base
 */
export function findFolder(base: string, path: string, include: readonly string[]): FoundFolder {
  const real = realPath(join(base, path));
  if (!real.startsWith(`${base}${sep}`)) {
    throw new FileTreeError('link', 'a link leads out of the folder of the app');
  }
  const stat = lstatSync(real);
  const isFile = stat.isFile();
  if (!isFile && !stat.isDirectory()) {
    throw new FileTreeError('type', 'it is neither a folder nor a file');
  }
  if (isFile && include.length > 0) {
    throw new FileTreeError('pattern', 'it is one file, of which nothing can be chosen');
  }
  const absolute = isFile ? dirname(real) : real;
  return {
    absolute,
    path: relative(base, absolute).split(sep).join('/') || '.',
    include: isFile ? [escapePattern(real.slice(absolute.length + 1))] : include,
  };
}

function realPath(place: string): string {
  try {
    return realpathSync(place);
  } catch (cause) {
    const code = systemErrorCode(cause);
    const says = code === 'ENOENT' ? 'nothing is there' : `it cannot be opened: ${code}`;
    throw new FileTreeError('permission', says, { cause });
  }
}
