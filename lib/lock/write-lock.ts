import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BuildError, systemErrorCode } from '../errors';
import { formatLock } from './format-lock';
import type { LockFile } from './lock-file';

/**
 * Writes `synth.lock.json`: under another name first, then renamed, so that an interruption leaves
 * the old file whole. A link is followed; a file that cannot be renamed over, e.g. a mount point, is
 * written in place. A file that has this content already is not touched.
 *
 * @returns whether the file changed
 * @throws BuildError `E_LOCK_FORMAT` where something that is no file stands in the place
 */
export function writeLock(path: string, lock: LockFile): boolean {
  const text = formatLock(lock);
  const file = followLinks(path);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) {
    throw new BuildError('E_LOCK_FORMAT', `${basename(path)} is no file`, {
      got: stat.isDirectory() ? 'a folder' : 'something that is neither file nor link',
      expected: 'a file, a link to one, or nothing yet',
    });
  }
  if (stat !== undefined && readFileSync(file, 'utf8') === text) return false;
  replaceFile(file, text, stat?.mode);
  return true;
}

/** The file that a chain of links leads to, whether it is there or not. */
function followLinks(path: string, hops = 40): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return path;
  if (hops === 0) throw new BuildError('E_LOCK_FORMAT', `${basename(path)} is a circle of links`);
  return followLinks(resolve(dirname(path), readlinkSync(path)), hops - 1);
}

/** @param mode of the file that is replaced */
function replaceFile(path: string, text: string, mode = 0o644): void {
  // Where synth.json names a folder of its own for locks, the first lock makes it.
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeWhole(openSync(temporary, 'w', mode & 0o777), text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (!isPinned(error)) throw error;
    // Opened without being emptied: what is wrong shows itself before anything is lost.
    writeWhole(openSync(path, 'r+'), text);
  }
  syncFolder(dirname(path));
}

/** A mount point is busy; a folder that may not be written to may still hold a file that may. */
function isPinned(error: unknown): boolean {
  return ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '');
}

function writeWhole(file: number, text: string): void {
  try {
    ftruncateSync(file, 0);
    writeFileSync(file, text);
    fsyncSync(file);
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
