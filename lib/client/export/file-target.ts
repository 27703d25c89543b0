import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BytesMessage } from '../../pb/generated/client';
import { newId } from '../rpc/id';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';

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
    let file: FileHandle | undefined;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      file = await open(this.temporary, 'wx');
      for await (const message of call.messages()) {
        await file.writeFile(BytesMessage.decode(message).data);
      }
      await file.close();
      this.state = 'received';
    } catch (error) {
      await file?.close().catch(() => {});
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
