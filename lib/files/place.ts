import { constants, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * What is written to a path, which may be a link: a regular file, there or not yet, that another may
 * be renamed over; or something else, such as a pipe or a device, that is written into as it is.
 */
export type Place = FilePlace | StreamPlace;

/** A regular file, with its mode if it is there. */
export interface FilePlace {
  readonly kind: 'file';
  readonly path: string;
  readonly mode: number | undefined;
}

/** What is written into as it is. */
export interface StreamPlace {
  readonly kind: 'stream';
  readonly path: string;
  readonly isPipe: boolean;
}

/** To write into what is there; not to make it, which some folders forbid for what is another's. */
export const INTO = constants.O_WRONLY | constants.O_TRUNC;

const MAX_LINKS = 40;
const OPEN_FILES = /^\/proc\/.+\/fd$/;

/**
 * Finds out where what is written to a path comes to.
 *
 * @throws Error of the system: `EISDIR` for a folder, `ELOOP` for a circle of links
 */
export function placeOf(path: string): Place {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw systemError('EISDIR', 'it is a folder', path);
  if (stats !== undefined && !stats.isFile()) {
    return { kind: 'stream', path, isPipe: stats.isFIFO() };
  }
  const file = followLinks(path);
  // An open file that a process has, as /dev/stdout is: whoever opened it would not see another.
  if (file === undefined) return { kind: 'stream', path, isPipe: false };
  return { kind: 'file', path: file, mode: stats && stats.mode & 0o7777 };
}

/**
 * The path that a chain of links leads to, whether something is there or not; undefined where one of
 * them names an open file of a process, which need not have a path.
 *
 * @throws Error of the system: `ELOOP`
 */
export function followLinks(path: string): string | undefined {
  let end = path;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    if (lstatSync(end, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return end;
    const folder = realpathSync(dirname(end));
    if (OPEN_FILES.test(folder)) return undefined;
    end = resolve(folder, readlinkSync(end));
  }
  throw systemError('ELOOP', 'too many links', path);
}

function systemError(code: string, reason: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${reason}, "${path}"`), { code });
}
