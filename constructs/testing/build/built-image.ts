import type { FileEntry, ResultFiles } from '../../../lib/client';
import { BuildError } from '../../../lib/errors';

/** A built image of one platform, whose files can be read until it is closed. */
export class BuiltImage {
  readonly #files: ResultFiles;
  readonly #close: () => Promise<void>;

  /** @internal */
  constructor(files: ResultFiles, close: () => Promise<void>) {
    this.#files = files;
    this.#close = close;
  }

  /**
   * The content of a file; symbolic links are followed within the image.
   *
   * @throws BuildError `E_RESULT_FILE` where there is none, or it is a folder
   */
  async readFile(path: string): Promise<Buffer> {
    return Buffer.from(await this.#files.readFile(path));
  }

  /**
   * The content of a file as UTF-8.
   *
   * @throws as {@link readFile}
   */
  async readText(path: string): Promise<string> {
    return (await this.readFile(path)).toString('utf8');
  }

  /**
   * What a path leads to: kind, mode, owner, size, time.
   *
   * @throws BuildError `E_RESULT_FILE` where there is nothing
   */
  stat(path: string): Promise<FileEntry> {
    return this.#files.stat(path);
  }

  /**
   * What is in a folder, sorted by name.
   *
   * @throws BuildError `E_RESULT_FILE` where there is none
   */
  readdir(path: string): Promise<readonly FileEntry[]> {
    return this.#files.readdir(path);
  }

  /** Whether there is anything at a path. */
  async exists(path: string): Promise<boolean> {
    try {
      await this.#files.stat(path);
      return true;
    } catch (error) {
      const { got = '' } = BuildError.is(error) ? error.details : {};
      if (/no such file or directory|not a directory/.test(got)) return false;
      throw error;
    }
  }

  /** Ends the build at the daemon, and the connection. A test that forgets it does not end. */
  close(): Promise<void> {
    return this.#close();
  }

  /** For `await using built = await Testing.build(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}
