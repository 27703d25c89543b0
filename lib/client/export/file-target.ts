import { once } from 'node:events';
import { chmodSync, createWriteStream, lstatSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { makeFolder } from '../../files/make-folder';
import type { FilePlace } from '../../files/place';
import { forgetTemporary, removeTemporary, temporaryBeside } from '../../files/temporary';
import { BytesMessage } from '../../pb/generated/client';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';
import type { Moves } from './moves';

/** Messages are small: what waits for the disk is written at once, while the next ones arrive. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/** A file that the exporters `tar`, `oci` and `docker` write. It appears whole, or not at all. */
export class FileTarget implements ExportTarget {
  readonly #place: FilePlace;
  readonly #temporary: string;
  readonly #aside: string;
  #state: 'empty' | 'receiving' | 'received' = 'empty';

  constructor(place: FilePlace) {
    this.#place = place;
    this.#temporary = temporaryBeside(place.path);
    this.#aside = temporaryBeside(place.path);
  }

  async receive(call: ServerCall): Promise<void> {
    if (this.#state !== 'empty') throw new RpcError(RPC.ALREADY_EXISTS, 'file was sent already');
    this.#state = 'receiving';
    let file: WriteStream | undefined;
    try {
      makeFolder(dirname(this.#place.path));
      file = createWriteStream(this.#temporary, { flags: 'wx', highWaterMark: BUFFER_BYTES });
      const isDone = finished(file);
      isDone.catch(() => {}); // told where it is awaited
      for await (const message of call.messages()) {
        const isRoom = file.write(BytesMessage.decode(message).data);
        if (!isRoom || file.destroyed) await Promise.race([once(file, 'drain'), isDone]);
      }
      file.end();
      await isDone;
      if (this.#place.mode !== undefined) chmodSync(this.#temporary, this.#place.mode);
      this.#state = 'received';
    } catch (error) {
      if (file !== undefined) await close(file);
      await this.discard();
      throw error instanceof RpcError ? error : exportError(this.#place.path, error);
    }
  }

  place(moves: Moves): void {
    const { path } = this.#place;
    if (this.#state !== 'received') throw exportError(path, 'the daemon sent no file');
    try {
      const present = lstatSync(path, { throwIfNoEntry: false });
      if (present?.isFile() === false) throw new Error('what is there is no file any more');
      moves.replace(this.#temporary, path, this.#aside);
    } catch (error) {
      throw exportError(path, error);
    }
  }

  async discard(): Promise<void> {
    await removeTemporary(this.#temporary);
    forgetTemporary(this.#aside);
  }
}

/** Waits for it, so that no file appears after it was removed. */
function close(file: WriteStream): Promise<void> {
  return new Promise((done) => {
    if (file.closed) return done();
    file.once('close', done).destroy();
  });
}
