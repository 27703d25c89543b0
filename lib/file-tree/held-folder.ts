import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  openSync,
  readdirSync,
  readlinkSync,
} from 'node:fs';
import { compareUtf8 } from '../llb/wire/utf8-order';
import { decodePath, encodePath } from '../pb/path-bytes';

/** Where Linux shows what this process has open. Elsewhere a folder is found by its path again. */
const OPEN_FILES = existsSync('/proc/self/fd') ? '/proc/self/fd' : undefined;
const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** How files are opened: no link is followed, and no pipe waited for. */
export const FILE_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** An entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * A folder that is held open while it is read: what is put in its place meanwhile, such as a link to
 * somewhere else, is not looked at.
 */
export class HeldFolder {
  readonly #file: number | undefined;
  readonly #path: string;

  private constructor(path: string) {
    this.#file = OPEN_FILES === undefined ? undefined : openSync(encodePath(path), FOLDER_FLAGS);
    this.#path = this.#file === undefined ? path : `${OPEN_FILES}/${this.#file}`;
  }

  /** @param path real, no link in it */
  static open(path: string): HeldFolder {
    return new HeldFolder(path);
  }

  /** A folder in it; fails with ENOTDIR for a link. */
  folder(name: string): HeldFolder {
    return new HeldFolder(`${this.#path}/${name}`);
  }

  /** A path by which an entry can be looked at, and no other. */
  at(name: string): string | Buffer {
    return encodePath(`${this.#path}/${name}`);
  }

  /** What is in it, by the bytes of the names. */
  entries(): FolderEntry[] {
    const path = encodePath(this.#path);
    const entries = readdirSync(path, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes('\ufffd'))) {
      return entries.sort((a, b) => compareUtf8(a.name, b.name)).map(toEntry);
    }
    // Perhaps a name that is no UTF-8.
    const raw = readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
    return raw
      .sort((a, b) => Buffer.compare(a.name, b.name))
      .map((entry) => ({ name: decodePath(entry.name), isFolder: entry.isDirectory() }));
  }

  /** Whether it lies at a path. A folder above may have become a link before it was opened. */
  isAt(path: string): boolean {
    return this.#file === undefined || decodePath(readlinkSync(this.#path, 'buffer')) === path;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

const toEntry = (entry: Dirent): FolderEntry => ({
  name: entry.name,
  isFolder: entry.isDirectory(),
});
