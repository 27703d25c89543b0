import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { BytesMessage } from '../../pb/generated/client';
import { newId } from '../rpc/id';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';

/** Messages are small: what waits for the disk is written at once, while the next ones arrive. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/** A file that the exporters `tar`, `oci` and `docker` write. It appears whole, or not at all. */
export class FileTarget implements ExportTarget {
  private readonly path: string;
  private readonly temporary: string;
  private state: 'empty' | 'receiving' | 'received' = 'empty';

  constructor(path: string) {
    this.path = path;
    this.temporary = join(dirname(path), `.${basename(path)}.${newId()}.tmp`);
  }

  async receive(call: ServerCall): Promise<void> {
    if (this.state !== 'empty') throw new RpcError(RPC.ALREADY_EXISTS, 'file was sent already');
    this.state = 'receiving';
    let file: WriteStream | undefined;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      file = createWriteStream(this.temporary, { flags: 'wx', highWaterMark: BUFFER_BYTES });
      const isDone = finished(file);
      isDone.catch(() => {}); // told where it is awaited
      for await (const message of call.messages()) {
        const isRoom = file.write(BytesMessage.decode(message).data);
        if (!isRoom || file.destroyed) await Promise.race([once(file, 'drain'), isDone]);
      }
      file.end();
      await isDone;
      this.state = 'received';
    } catch (error) {
      if (file !== undefined) await close(file);
      await this.discard();
      throw error instanceof RpcError ? error : exportError(this.path, error);
    }
  }

  async commit(): Promise<void> {
    if (this.state !== 'received') throw exportError(this.path, 'the daemon sent no file');
    try {
      await rename(this.temporary, this.path);
    } catch (error) {
      await this.discard();
      throw exportError(this.path, error);
    }
  }

  async discard(): Promise<void> {
    await rm(this.temporary, { force: true }).catch(() => {});
  }
}

/** Waits for it, so that no file appears after it was removed. */
function close(file: WriteStream): Promise<void> {
  return new Promise((done) => {
    if (file.closed) return done();
    file.once('close', done).destroy();
  });
}
