import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { removeTemporarySync, temporaryBeside } from '../../files/temporary';
import { replaceFile } from '../../files/write-file';

/**
 * One file in a folder of its own below the cache folder, which is sent as it is. Its hash lies
 * beside that folder, so a damaged cache costs making the file again. As Git does, a file that has
 * not been touched since its content was hashed is taken for what it was.
 */
export class KeptFile {
  /** The folder that holds nothing but the file. */
  readonly contentFolder: string;
  readonly #file: string;
  readonly #stamp: string;

  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {
    this.contentFolder = join(folder, 'content');
    this.#file = join(this.contentFolder, name);
    this.#stamp = join(folder, 'sha256');
  }

  /** Whether it is there, with the content that was written. */
  isWhole(): boolean {
    try {
      const [hash = '', known] = readFileSync(this.#stamp, 'utf8').split('\n');
      const identity = fileIdentity(this.#file);
      if (identity === known) return true;
      if (sha256(readFileSync(this.#file)) !== hash) return false;
      replaceFile(this.#stamp, `${hash}\n${identity}\n`);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Writes it, whole or not at all, dated to 1970.
   *
   * @throws BuildError `E_CACHE_FOLDER`
   */
  write(content: Uint8Array, mode: number): void {
    const { folder } = this;
    const fresh = new KeptFile(temporaryBeside(folder), this.name);
    try {
      makeFolder(fresh.contentFolder);
      writeFileSync(fresh.#file, content, { mode });
      utimesSync(fresh.#file, 0, 0);
      writeFileSync(fresh.#stamp, `${sha256(content)}\n`);
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh.folder, folder);
    } catch (cause) {
      // Another process may have been quicker.
      if (this.isWhole()) return;
      throw new BuildError(
        'E_CACHE_FOLDER',
        `cache folder "${dirname(folder)}" cannot be written`,
        {
          got: cause instanceof Error ? cause.message : String(cause),
          cause,
        },
      );
    } finally {
      removeTemporarySync(fresh.folder);
    }
  }
}

/** Changes with whatever is done to the content: nobody sets the time of a file's last change. */
export function fileIdentity(file: string): string {
  const { ctimeNs, ino, mtimeNs, size } = statSync(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
