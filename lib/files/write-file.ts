import {
  closeSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemErrorCode } from '../errors';
import { makeFolder } from './make-folder';
import { INTO, placeOf } from './place';
import { forgetTemporary, removeTemporarySync, temporaryBeside } from './temporary';

/** How a file is written. */
export interface WriteOptions {
  /** Mode of the file, less the umask. @default - that of the file that it replaces, else 0666 */
  readonly mode?: number | undefined;
  /** True to end only when the content is on the disk. @default false */
  readonly isDurable?: boolean | undefined;
}

/**
 * Writes a whole file of the user: another one is renamed over it, so that whoever looks sees all of
 * it or the old one. Folders above it are made. Links are followed; what is no regular file, e.g. a
 * device, is written into; so is what cannot be renamed over, e.g. a mount point.
 *
 * @throws Error of the system
 */
export function writeFileWhole(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): void {
  const place = placeOf(path);
  if (place.kind === 'stream') {
    finish(openSync(path, INTO), content);
    return;
  }
  try {
    replaceFile(place.path, content, options, place.mode);
  } catch (error) {
    if (place.mode === undefined || !isPinned(error)) throw error;
    // Opened without being emptied: what is wrong shows itself before anything is lost.
    const file = openSync(place.path, 'r+');
    ftruncateSync(file, 0);
    finish(file, content, (fd) => options.isDurable && fsyncSync(fd));
  }
}

/**
 * Writes a whole file of our own, as {@link writeFileWhole} does, in place of whatever is there.
 *
 * @param oldMode of the file that is replaced, which the new one keeps
 * @throws Error of the system
 */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  { mode, isDurable = false }: WriteOptions = {},
  oldMode?: number,
): void {
  const temporary = temporaryBeside(path);
  makeFolder(dirname(path));
  try {
    const file = openSync(temporary, 'wx', mode ?? oldMode ?? 0o666);
    finish(file, content, (fd) => {
      if (mode === undefined && oldMode !== undefined) fchmodSync(fd, oldMode);
      if (isDurable) fsyncSync(fd);
    });
    renameSync(temporary, path);
    forgetTemporary(temporary);
  } catch (error) {
    removeTemporarySync(temporary);
    throw error;
  }
  if (isDurable) syncFolder(dirname(path));
}

/** A mount point is busy; a folder that may not be written to may still hold a file that may. */
function isPinned(error: unknown): boolean {
  return ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '');
}

/** Writes an open file, and closes it. */
function finish(
  file: number,
  content: string | Uint8Array,
  atEnd: (file: number) => void = () => {},
): void {
  try {
    writeFileSync(file, content);
    atEnd(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the rename durable, where the file system lets a folder be synced. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The content is safe either way: the old name or the new one stands for a whole file.
  }
}
