import { constants, renameSync, statSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BuildError, describeCause } from '../../errors';
import { hashFile } from '../../files/hash-file';
import { makeFolder } from '../../files/make-folder';
import { forgetTemporary, removeTemporary, temporaryBeside } from '../../files/temporary';
import { replaceFile } from '../../files/write-file';

/** How a part of the folder is. */
export type State = 'whole' | 'missing' | 'damaged';

/**
 * A folder with the content of inputs, each file by its sha256 where an OCI layout has its blobs. A file
 * appears there whole or not at all, and is checked whenever it is used.
 */
export class VendorFolder {
  readonly #states = new Map<string, Promise<State>>();

  /** @param path absolute */
  constructor(readonly path: string) {}

  /** Where the file with this hash is, if it is there. */
  placeOf(sha256: string): string {
    return join(this.path, 'blobs/sha256', sha256);
  }

  /** Whether the file with this hash is there; looked at once. */
  state(sha256: string): Promise<State> {
    const known = this.#states.get(sha256) ?? this.#look(sha256);
    this.#states.set(sha256, known);
    return known;
  }

  async #look(sha256: string): Promise<State> {
    const place = this.placeOf(sha256);
    if (!statSync(place, { throwIfNoEntry: false })?.isFile()) return 'missing';
    return (await hashFile(place)) === sha256 ? 'whole' : 'damaged';
  }

  /**
   * Has a file made aside, and gives it its place.
   *
   * @param sha256 of what `make` writes, which the caller has checked
   * @throws BuildError `E_VENDOR_FOLDER`; what `make` throws
   */
  async put(sha256: string, make: (path: string) => Promise<unknown>): Promise<void> {
    const place = this.placeOf(sha256);
    const temporary = temporaryBeside(place);
    try {
      makeFolder(dirname(place));
      await make(temporary);
      await chmod(temporary, 0o644);
      renameSync(temporary, place);
      forgetTemporary(temporary);
    } catch (cause) {
      throw BuildError.is(cause) ? cause : this.unwritable(cause);
    } finally {
      await removeTemporary(temporary);
    }
    this.#states.set(sha256, Promise.resolve('whole'));
  }

  /** Puts a copy of a file there that has just been checked. @throws as {@link put} */
  copy(sha256: string, from: string): Promise<void> {
    return this.put(sha256, (to) => copyFile(from, to, constants.COPYFILE_FICLONE));
  }

  /** Writes a small file by a name. @throws BuildError `E_VENDOR_FOLDER` */
  write(name: string, content: string): void {
    try {
      replaceFile(join(this.path, name), content);
    } catch (cause) {
      throw this.unwritable(cause);
    }
  }

  private unwritable(cause: unknown): BuildError {
    return new BuildError('E_VENDOR_FOLDER', `vendor folder "${this.path}" cannot be written`, {
      got: describeCause(cause),
      cause,
    });
  }
}
