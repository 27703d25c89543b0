import { statSync } from 'node:fs';
import type { FileStat } from '../../pb/fsutil';
import { RPC, RpcError } from '../rpc/rpc-error';

/** A file that is sent by another name and mode than it has on this machine. */
export interface LocalFile {
  /** Name at the root of the source, without `/`. */
  readonly name: string;
  /** Absolute path of the file that has its content. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
}

/**
 * Files of a local source that lie in no folder of their own. All are dated to 1970, by which a daemon
 * takes those of the same names and sizes for the ones that it has: other content needs other paths.
 */
export class ListedFiles {
  readonly #paths: ReadonlyMap<string, string>;

  constructor(private readonly files: readonly LocalFile[]) {
    this.#paths = new Map(files.map(({ name, path }) => [name, path]));
  }

  /** What is sent, in the order that receivers ask for. @throws RpcError where a file is gone */
  entries(): FileStat[] {
    const sorted = [...this.files].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
    return sorted.map(({ mode, name, path }) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile()) return { path: name, mode, size: stats.size, modTime: 0n };
      throw new RpcError(RPC.NOT_FOUND, `local file "${path}" is gone`);
    });
  }

  /** A path by which a file can be opened. */
  placeOf(name: string): string {
    return this.#paths.get(name) ?? '';
  }

  close(): void {}
}

const bytes = ({ name }: LocalFile) => Buffer.from(name);
