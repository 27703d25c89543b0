import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newId } from '../rpc/id';
import { RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';
import { receiveTree } from './receive-tree';

/** A folder that the exporter `local` fills. What is in it already stays, unless it is replaced. */
export class DirectoryTarget implements ExportTarget {
  private readonly path: string;
  private readonly staging: string;

  constructor(path: string) {
    this.path = path;
    // On the same file system as the folder itself, so that all can be moved into place.
    const parent = existsSync(path) ? path : dirname(path);
    this.staging = join(parent, `.${basename(path)}.${newId()}.tmp`);
  }

  async receive(call: ServerCall): Promise<void> {
    try {
      await mkdir(this.staging, { recursive: true });
      await receiveTree(call, this.staging);
    } catch (error) {
      throw error instanceof RpcError ? error : exportError(this.path, error);
    }
  }

  async commit(): Promise<void> {
    try {
      if (existsSync(this.path)) {
        await mergeInto(this.staging, this.path);
        await rm(this.staging, { recursive: true, force: true });
      } else {
        await rename(this.staging, this.path);
      }
    } catch (error) {
      await this.discard();
      throw exportError(this.path, error);
    }
  }

  async discard(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true }).catch(() => {});
  }
}

/** Moves the entries of one folder into another. Links in the target are replaced, never followed. */
async function mergeInto(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    const present = await lstat(target).catch(() => undefined);
    if (entry.isDirectory() && present?.isDirectory()) {
      const { mode, atime, mtime } = await lstat(source);
      await mergeInto(source, target);
      await chmod(target, mode & 0o7777);
      await utimes(target, atime, mtime);
      continue;
    }
    if (present !== undefined && entry.isDirectory() !== present.isDirectory()) {
      await rm(target, { recursive: true });
    }
    await rename(source, target);
  }
}
