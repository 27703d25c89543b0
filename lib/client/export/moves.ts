import { copyFileSync, linkSync, lstatSync, renameSync, rmSync, type Stats } from 'node:fs';
import { systemErrorCode } from '../../errors';

type Path = string | Buffer;

/**
 * Moves of files into their places, all of which can be taken back until they are kept.
 *
 * All at once, not one after another in their own time: no signal ends the process in between.
 */
export class Moves {
  readonly #undo: (() => void)[] = [];
  readonly #replaced: Path[] = [];

  /**
   * Moves a file or folder into its place.
   *
   * @param aside a name that is free, on the same file system, for what is replaced
   * @throws Error of the system; the place is then what it was
   */
  replace(from: Path, to: Path, aside: Path): void {
    const present = lstatSync(to, { throwIfNoEntry: false });
    if (present === undefined) {
      renameSync(from, to);
      this.onUndo(() => renameSync(to, from));
      return;
    }
    this.#replaced.push(aside);
    // What cannot be renamed, as a mount point, is written in place.
    const give = keepAside(to, aside, present) ? renameSync : copyFileSync;
    try {
      give(from, to);
    } catch (error) {
      attempt(() => give(aside, to));
      throw error;
    }
    this.onUndo(() => {
      if (give === renameSync) renameSync(to, from);
      give(aside, to);
    });
  }

  /**
   * Removes a file or folder.
   *
   * @param aside as with {@link replace}
   * @throws Error of the system
   */
  remove(path: Path, aside: Path): void {
    renameSync(path, aside);
    this.#replaced.push(aside);
    this.onUndo(() => renameSync(aside, path));
  }

  /** Adds what takes back something else. */
  onUndo(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Takes all back, the last first. Never throws. */
  undo(): void {
    for (const undo of this.#undo.splice(0).reverse()) attempt(undo);
    this.keep();
  }

  /** From now on nothing is taken back, and what was replaced is gone. Never throws. */
  keep(): void {
    this.#undo.length = 0;
    for (const path of this.#replaced.splice(0)) attempt(() => remove(path));
  }
}

const remove = (path: Path): void => rmSync(path, { recursive: true, force: true });

/** What failed before is what is told. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The rest is to be tried in any case.
  }
}

/**
 * Gives what is in a place another name. A file keeps its own, too, so that it is missing at no time.
 *
 * @returns false where it cannot be renamed; then its content is kept aside
 */
function keepAside(path: Path, aside: Path, present: Stats): boolean {
  if (!present.isFile()) {
    renameSync(path, aside);
    return true;
  }
  try {
    linkSync(path, aside);
    return true;
  } catch (error) {
    copyFileSync(path, aside); // not every file system has second names
    return systemErrorCode(error) !== 'EXDEV';
  }
}
