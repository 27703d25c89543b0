import {
  chmod,
  type FileHandle,
  link,
  lutimes,
  mkdir,
  open,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { goFileType, toPermissions } from '../../file-tree/file-mode';
import { cleanPath } from '../../llb/vertex/go-path';
import { decodePacket, encodePacket, type FileStat, PACKET, type Packet } from '../../pb/fsutil';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';

/**
 * Writes the file tree that the daemon sends into `root`, a folder that only this build writes to.
 *
 * Nothing outside `root` can be reached: paths are relative and clean, each parent is a folder that
 * was sent as one, and hard links lead to files that were sent.
 *
 * @throws RpcError for a path that leaves the folder, a device, or an error of the sender
 */
export async function receiveTree(call: ServerCall, root: string): Promise<void> {
  const receiver = new TreeReceiver(call, root);
  try {
    await receiver.run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!call.signal.aborted) {
      await call.send(encodePacket(PACKET.ERR, 0, Buffer.from(message)))?.catch(() => {});
    }
    throw error;
  } finally {
    await receiver.closeFiles();
  }
}

interface OpenFile {
  readonly stat: FileStat;
  handle?: FileHandle;
}

class TreeReceiver {
  private readonly call: ServerCall;
  private readonly root: string;
  private readonly folders = new Map<string, FileStat>();
  private readonly files = new Set<string>();
  private readonly wanted = new Map<number, OpenFile>();
  private nextId = 0;
  private hasAllStats = false;

  constructor(call: ServerCall, root: string) {
    this.call = call;
    this.root = root;
  }

  async run(): Promise<void> {
    for await (const message of this.call.messages()) {
      const packet = decodePacket(message);
      if (packet.type === PACKET.ERR) {
        const text = Buffer.from(packet.data).toString('utf8');
        throw new RpcError(RPC.ABORTED, `daemon failed to send files: ${text}`);
      }
      if (packet.type === PACKET.FIN) return;
      if (packet.type === PACKET.STAT) await this.takeStat(packet);
      else if (packet.type === PACKET.DATA) await this.takeData(packet);
      if (this.hasAllStats && this.wanted.size === 0) await this.finish();
    }
    if (!this.hasAllStats) throw new RpcError(RPC.INTERNAL, 'file tree ended early');
  }

  async closeFiles(): Promise<void> {
    for (const { handle } of this.wanted.values()) await handle?.close().catch(() => {});
  }

  private async takeStat({ stat }: Packet): Promise<void> {
    if (stat === undefined) {
      this.hasAllStats = true;
      return;
    }
    const id = this.nextId++;
    this.checkPath(stat.path);
    const path = join(this.root, stat.path);
    switch (goFileType(stat.mode)) {
      case 'dir':
        await mkdir(path, { recursive: true });
        await chmod(path, toPermissions(stat.mode) | 0o700); // until all is in it
        this.folders.set(stat.path, stat);
        return;
      case 'symlink':
        await symlink(stat.linkname ?? '', path);
        await lutimes(path, ...seconds(stat));
        return;
      case 'file':
        if (stat.linkname) return await this.makeLink(stat, path);
        await writeFile(path, '', { flag: 'wx' });
        this.files.add(stat.path);
        this.wanted.set(id, { stat });
        await this.call.send(encodePacket(PACKET.REQ, id));
        return;
      case 'other':
        throw new RpcError(
          RPC.INVALID_ARGUMENT,
          `"${stat.path}" is a device or a pipe, which the local exporter cannot write here`,
        );
    }
  }

  private checkPath(path: string): void {
    const isInside =
      path !== '' && path !== '.' && !path.startsWith('/') && !/^\.\.(\/|$)/.test(path);
    const slash = path.lastIndexOf('/');
    const hasParent = slash < 0 || this.folders.has(path.slice(0, slash));
    if (!isInside || path !== cleanPath(path) || !hasParent || path.includes('\0')) {
      throw new RpcError(RPC.INVALID_ARGUMENT, `path "${path}" leaves the folder of the result`);
    }
  }

  private async makeLink(stat: FileStat, path: string): Promise<void> {
    const target = stat.linkname ?? '';
    if (!this.files.has(target)) {
      const message = `"${stat.path}" is a hard link to "${target}", which was not sent`;
      throw new RpcError(RPC.INVALID_ARGUMENT, message);
    }
    await link(join(this.root, target), path);
  }

  private async takeData({ id, data }: Packet): Promise<void> {
    const file = this.wanted.get(id);
    if (file === undefined)
      throw new RpcError(RPC.INVALID_ARGUMENT, `file ${id} was not asked for`);
    const path = join(this.root, file.stat.path);
    if (data.length > 0) {
      file.handle ??= await open(path, 'r+');
      await file.handle.writeFile(data);
      return;
    }
    this.wanted.delete(id);
    await file.handle?.close();
    await chmod(path, toPermissions(file.stat.mode));
    await utimes(path, ...seconds(file.stat));
  }

  /** All is here: folders get their own mode and time, children first, and the sender is told. */
  private async finish(): Promise<void> {
    for (const [path, stat] of [...this.folders].reverse()) {
      await chmod(join(this.root, path), toPermissions(stat.mode));
      await utimes(join(this.root, path), ...seconds(stat));
    }
    await this.call.send(encodePacket(PACKET.FIN, 0));
  }
}

const seconds = ({ modTime }: FileStat): [atime: number, mtime: number] => {
  const time = Number(modTime / 1000n) / 1e6;
  return [time, time];
};
