import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The longest part of a file's own name: names have 255 bytes at most, characters up to four. */
const NAME_LENGTH = 50;

/** What is there until it gets its name, and must not outlive the process. */
const temporaries = new Set<string>();

/**
 * A new name beside a path, on the same file system: `.NAME.ID.tmp`. What is there when the process
 * ends is removed, unless the process is killed.
 */
export function temporaryBeside(path: string): string {
  return temporaryIn(dirname(path), basename(path));
}

/** As {@link temporaryBeside}, within a folder. */
export function temporaryIn(folder: string, name: string): string {
  const id = randomBytes(6).toString('hex');
  return remember(join(folder, `.${name.slice(0, NAME_LENGTH)}.${id}.tmp`));
}

/** A new folder where the system has what is temporary: `NAME-ID`, for this user alone. */
export function temporaryFolder(name: string): string {
  return remember(mkdtempSync(join(tmpdir(), `${name}-`)));
}

function remember(path: string): string {
  if (temporaries.size === 0) process.once('exit', removeAll);
  temporaries.add(path);
  return path;
}

/** Tells that a temporary file has got its name, or is gone. */
export function forgetTemporary(path: string): void {
  temporaries.delete(path);
  if (temporaries.size === 0) process.off('exit', removeAll);
}

/** Removes a temporary file or folder, if it is there. */
export async function removeTemporary(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {});
  forgetTemporary(path);
}

/** As {@link removeTemporary}, at once. */
export function removeTemporarySync(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Nothing is lost by what is left.
  }
  forgetTemporary(path);
}

function removeAll(): void {
  for (const path of temporaries) removeTemporarySync(path);
}
