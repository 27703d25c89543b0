import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BuildError } from '../errors';
import { hashFile } from '../files/hash-file';
import { makeFolder } from '../files/make-folder';
import { forgetTemporary, removeTemporary, temporaryBeside, temporaryIn } from '../files/temporary';

/**
 * Downloads, kept by their sha256 below the cache folder. A file appears there whole or not at all,
 * and is checked again whenever it is read, so a damaged cache costs a download and nothing else.
 */
export class FileCache {
  readonly #folder: string;
  readonly #besides: string;

  constructor(cacheFolder: string) {
    this.#folder = join(cacheFolder, 'sha256');
    this.#besides = join(cacheFolder, 'beside');
  }

  /** The file with this hash, or undefined. */
  async get(sha256: string): Promise<Buffer | undefined> {
    let content: Buffer;
    try {
      content = await readFile(this.path(sha256));
    } catch {
      return undefined;
    }
    return hashOf(content) === sha256 ? content : undefined;
  }

  /** @throws BuildError `E_CACHE_FOLDER` */
  async put(content: Uint8Array): Promise<void> {
    await this.#put(this.path(hashOf(content)), content);
  }

  /** What is kept by a name beside the file with a hash, or undefined. Nothing of it is checked. */
  async getBeside(sha256: string, name: string): Promise<Buffer | undefined> {
    return readFile(this.#besidePath(sha256, name)).catch(() => undefined);
  }

  /**
   * Keeps what belongs to a file, and proves itself: a signature.
   *
   * @throws BuildError `E_CACHE_FOLDER`
   */
  async putBeside(sha256: string, name: string, content: Uint8Array): Promise<void> {
    await this.#put(this.#besidePath(sha256, name), content);
  }

  async #put(path: string, content: Uint8Array): Promise<void> {
    const temporary = temporaryBeside(path);
    await this.#write(temporary, async () => {
      makeFolder(dirname(path));
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(content);
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    });
    forgetTemporary(temporary);
  }

  /** The path of the file with this hash, which is read for it without being held in memory. */
  async find(sha256: string): Promise<string | undefined> {
    const path = this.path(sha256);
    const found = await hashFile(path).catch(() => undefined);
    return found === sha256 ? path : undefined;
  }

  /**
   * A new name for a file that is to be taken.
   *
   * @throws BuildError `E_CACHE_FOLDER`
   */
  temporary(): string {
    try {
      makeFolder(this.#folder);
    } catch (cause) {
      throw this.#error(cause);
    }
    return temporaryIn(this.#folder, 'download');
  }

  /**
   * Gives a temporary file its place.
   *
   * @param sha256 of its content
   * @throws BuildError `E_CACHE_FOLDER`
   */
  async take(temporary: string, sha256: string): Promise<void> {
    const path = this.path(sha256);
    await this.#write(temporary, async () => {
      makeFolder(dirname(path));
      await rename(temporary, path);
    });
    forgetTemporary(temporary);
  }

  async #write(temporary: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (cause) {
      await removeTemporary(temporary);
      throw this.#error(cause);
    }
  }

  #error(cause: unknown): BuildError {
    return new BuildError('E_CACHE_FOLDER', `cache folder "${this.#folder}" cannot be written`, {
      got: cause instanceof Error ? cause.message : String(cause),
      fix: 'set XDG_CACHE_HOME to a folder that can be written',
      cause,
    });
  }

  /** From the cache, else by `fetch`, whose result is kept. */
  async getOrFetch(sha256: string, fetch: () => Promise<Buffer>): Promise<Buffer> {
    const cached = await this.get(sha256);
    if (cached !== undefined) return cached;
    const content = await fetch();
    await this.put(content);
    return content;
  }

  #besidePath(sha256: string, name: string): string {
    return join(this.#besides, sha256.slice(0, 2), `${sha256}.${name}`);
  }

  /** Where the file with this hash is, if it is there. */
  path(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

/** Hex sha256. */
export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
