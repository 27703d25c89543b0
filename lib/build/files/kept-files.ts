import {
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError, describeCause } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { removeTemporarySync, temporaryBeside } from '../../files/temporary';
import { replaceFile } from '../../files/write-file';
import { fileIdentity, sha256 } from './kept-file';

/**
 * Files of known hashes in a folder of their own below the cache folder, which is sent as it is. Each
 * is called by its hash. As with a {@link KeptFile}, one that has not been touched since its content
 * was hashed is taken for what it was.
 */
export class KeptFiles {
  /** The folder that holds nothing but the files. */
  readonly contentFolder: string;
  readonly #stamp: string;

  /** @param hashes hex sha256 of the files, sorted */
  constructor(
    private readonly folder: string,
    private readonly hashes: readonly string[],
  ) {
    this.contentFolder = join(folder, 'content');
    this.#stamp = join(folder, 'identities');
  }

  /** Whether all of them are there, with the content that they are called by, and nothing else. */
  areWhole(): boolean {
    try {
      const known = new Set(readFileSync(this.#stamp, 'utf8').split('\n'));
      const names = readdirSync(this.contentFolder).sort();
      if (names.join() !== [...new Set(this.hashes)].join()) return false;
      const isTouched = (name: string) => !known.has(this.#identity(name));
      const touched = names.filter(isTouched);
      if (touched.some((name) => sha256(readFileSync(join(this.contentFolder, name))) !== name)) {
        return false;
      }
      if (touched.length > 0) replaceFile(this.#stamp, this.#identities());
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Puts them there, all or none, dated to 1970.
   *
   * @param paths of files that have just been checked, by their hash; on one file system they are linked
   * @throws BuildError `E_CACHE_FOLDER`
   */
  write(paths: ReadonlyMap<string, string>): void {
    const { folder } = this;
    const fresh = new KeptFiles(temporaryBeside(folder), this.hashes);
    try {
      makeFolder(fresh.contentFolder);
      for (const [hash, path] of paths) {
        const file = join(fresh.contentFolder, hash);
        linkOrCopy(path, file);
        utimesSync(file, 0, 0);
      }
      writeFileSync(fresh.#stamp, fresh.#identities());
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh.folder, folder);
    } catch (cause) {
      // Another process may have been quicker.
      if (this.areWhole()) return;
      throw new BuildError(
        'E_CACHE_FOLDER',
        `cache folder "${dirname(folder)}" cannot be written`,
        { got: describeCause(cause), cause },
      );
    } finally {
      removeTemporarySync(fresh.folder);
    }
  }

  #identities(): string {
    const names = readdirSync(this.contentFolder).sort();
    return names.map((name) => `${this.#identity(name)}\n`).join('');
  }

  #identity(name: string): string {
    return `${name} ${fileIdentity(join(this.contentFolder, name))}`;
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
