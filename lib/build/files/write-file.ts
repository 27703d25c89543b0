import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../environment/make-folder';

/** Writes a file under another name and renames it: whoever looks sees all of it, or the old one. */
export function writeFileWhole(path: string, content: string | Uint8Array, mode = 0o666): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  makeFolder(dirname(path));
  try {
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
