import { BuildError } from '../../errors';
import { goFileType, toPermissions } from '../../file-tree/file-mode';
import type { Definition } from '../../llb/definition/definition';
import { NETWORK_MODES } from '../../llb/wire/exec';
import { formatPlatform, type Platform } from '../../oci/platform';
import type { IFileStat } from '../../pb/generated/client';
import { callError } from '../daemon/error';
import { GATEWAY } from '../daemon/services';
import type { RpcChannel } from '../rpc/channel';
import { RpcError } from '../rpc/rpc-error';
import type { CallOptions } from '../rpc/transport';
import { Container, type ContainerPlace } from './container/container';
import { type ContainerMount, mountMessage } from './container/mount';

/** Bytes of a file that are asked for in one call: below what a message may hold. */
const READ_BYTES = 2 ** 20;

/** Reads files of results while their build waits for it. */
export type FilesReader = (files: readonly ResultFiles[]) => Promise<void>;

/** A file, folder or link of a result. */
export interface FileEntry {
  /** Last part of its path; empty for the root. */
  readonly name: string;
  /** What it is; devices, sockets and pipes are `other`. */
  readonly type: 'file' | 'dir' | 'symlink' | 'other';
  /** Permission bits, with those for setuid, setgid and sticky: `0o755`. */
  readonly mode: number;
  /** Number of its user. */
  readonly uid: number;
  /** Number of its group. */
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, as the image has it. */
  readonly modTime: Date;
  /** What a symbolic link points to. @default - it is none */
  readonly target?: string;
}

/** What a container has beside its root, which is a result. */
export interface ContainerOptions {
  /** What is at paths within the root. @default - nothing but what every container has */
  readonly mounts?: readonly ContainerMount[] | undefined;
  /** Network of its processes; `host` must be allowed by daemon and build. @default 'none' */
  readonly network?: 'sandbox' | 'host' | 'none' | undefined;
}

/** Which result it is. @internal */
export interface ResultPlace extends ContainerPlace {
  readonly platform: Platform;
  /** The daemon's reference to it. */
  readonly ref: string;
  /** Gives a graph to the daemon. */
  readonly load: (definition: Definition) => Promise<string>;
}

/**
 * The files of one result, read out of the daemon: nothing is exported, and no container runs unless
 * one is opened.
 *
 * @see BuildKit frontend/gateway `ReadFile`, `ReadDir`, `StatFile`
 */
export class ResultFiles {
  /** Platform of the result. */
  readonly platform: Platform;
  readonly #place: ResultPlace;
  readonly #channel: RpcChannel;
  readonly #ref: string;
  readonly #options: CallOptions;

  /** @internal */
  constructor(place: ResultPlace) {
    this.#place = place;
    this.#channel = place.channel;
    this.#options = place.options;
    this.#ref = place.ref;
    this.platform = place.platform;
  }

  /** Has the result made, where nothing needed it before; fails as the build does. @internal */
  async solve(): Promise<void> {
    await this.#channel.unary(GATEWAY.statFile, { Ref: this.#ref, Path: '/' }, this.#options);
  }

  /**
   * The content of a file; symbolic links are followed within the result.
   *
   * @throws BuildError `E_RESULT_FILE` where there is none, or it is a folder
   */
  async readFile(path: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let offset = 0; ; offset += READ_BYTES) {
      const range = { Offset: offset, Length: READ_BYTES };
      const request = { Ref: this.#ref, FilePath: path, Range: range };
      const { Data } = await this.#call(path, () =>
        this.#channel.unary(GATEWAY.readFile, request, this.#options),
      );
      parts.push(Data);
      if (Data.length < READ_BYTES) return Buffer.concat(parts);
    }
  }

  /**
   * What is in a folder, sorted by name.
   *
   * @throws BuildError `E_RESULT_FILE` where there is none
   */
  async readdir(path: string): Promise<readonly FileEntry[]> {
    const request = { Ref: this.#ref, DirPath: path };
    const { entries } = await this.#call(path, () =>
      this.#channel.unary(GATEWAY.readDir, request, this.#options),
    );
    return entries
      .map((stat) => fileEntry(stat.path ?? '', stat))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * What a path leads to; symbolic links are followed within the result.
   *
   * @throws BuildError `E_RESULT_FILE` where there is nothing
   */
  async stat(path: string): Promise<FileEntry> {
    const request = { Ref: this.#ref, Path: path };
    const { stat } = await this.#call(path, () =>
      this.#channel.unary(GATEWAY.statFile, request, this.#options),
    );
    return fileEntry(path, stat ?? {});
  }

  /**
   * Opens a container with the result as its root, which can be written to; the result stays as it is.
   *
   * @throws BuildError `E_CONTAINER`, `E_DAEMON_LOST`; the reason of an abort
   */
  async openContainer(options: ContainerOptions = {}): Promise<Container> {
    const { mounts = [], network = 'none' } = options;
    const { load, ref } = this.#place;
    const messages = mounts.map(async (mount) => {
      const graph = mount.type === 'bind' ? mount.definition : undefined;
      return mountMessage(mount, graph && (await load(graph)));
    });
    const { architecture, os, osFeatures = [], osVersion = '', variant = '' } = this.platform;
    return Container.open(this.#place, {
      mounts: [mountMessage({ type: 'bind', dest: '/' }, ref), ...(await Promise.all(messages))],
      network: NETWORK_MODES[network],
      platform: { architecture, os, variant, osVersion, osFeatures },
    });
  }

  async #call<T>(path: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (error.isTransport) throw callError(this.#place.where, error);
      // "lstat /a/folder/of/the/daemon/etc/x: not a directory"
      const reason = error.message.slice(error.message.lastIndexOf(': ') + 1).trim();
      const where = `"${path}" of the ${formatPlatform(this.platform)} result`;
      throw new BuildError('E_RESULT_FILE', `${where} cannot be read: ${reason}`, {
        got: reason,
        expected: 'the absolute path of something that is there',
        cause: error,
      });
    }
  }
}

function fileEntry(
  path: string,
  { gid, linkname, mode, modTime, size, uid }: IFileStat,
): FileEntry {
  const type = goFileType(mode ?? 0);
  return {
    name: path.replace(/\/+$/, '').replace(/^.*\//, ''),
    type,
    mode: toPermissions(mode ?? 0),
    uid: uid ?? 0,
    gid: gid ?? 0,
    size: size ?? 0,
    modTime: new Date(Math.floor((modTime ?? 0) / 1_000_000)),
    ...(type === 'symlink' ? { target: linkname ?? '' } : {}),
  };
}
