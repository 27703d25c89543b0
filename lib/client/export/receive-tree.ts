import type { FileHandle } from 'node:fs/promises';
import { goFileType } from '../../file-tree/file-mode';
import {
  decodePacket,
  encodePacket,
  PACKET,
  type Packet,
  type ReceivedStat,
} from '../../pb/fsutil';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { badTree } from './export-error';
import { quoted, TreeOrder } from './tree-order';
import { type ReceivedFolder, TreeWriter } from './tree-writer';

/**
 * Writes the file tree that the daemon sends into `root`, an empty folder that only this build
 * writes to.
 *
 * Nothing outside `root` can be reached: see {@link TreeOrder}. What is sent is all there at the end.
 *
 * @param work a folder on the same file system, for what is made by programs
 * @returns the folders, whose modes and times are left to be set, since what is in them may move
 * @throws BuildError `E_EXPORT` for a tree that is not in order or not whole
 * @throws RpcError for an error of the sender
 */
export async function receiveTree(
  call: ServerCall,
  root: string,
  work: string,
): Promise<readonly ReceivedFolder[]> {
  const receiver = new TreeReceiver(call, new TreeWriter(root, work));
  try {
    return await receiver.run();
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

interface WantedFile {
  readonly stat: ReceivedStat;
  received: number;
  handle?: FileHandle;
}

class TreeReceiver {
  readonly #call: ServerCall;
  readonly #writer: TreeWriter;
  readonly #order = new TreeOrder();
  readonly #wanted = new Map<number, WantedFile>();
  #requests: number[] = [];
  #isAsking = false;
  #nextId = 0;
  #state: 'list' | 'files' | 'done' = 'list';

  constructor(call: ServerCall, writer: TreeWriter) {
    this.#call = call;
    this.#writer = writer;
  }

  async run(): Promise<readonly ReceivedFolder[]> {
    try {
      await this.#takeAll();
    } catch (error) {
      // The daemon was told that all is here. It may end the build, and so the call, at once.
      const isOver = this.#state === 'done' && error instanceof RpcError;
      if (!isOver || error.code !== RPC.CANCELLED) throw error;
    }
    if (this.#state !== 'done') throw badTree('it ended before all of it had come');
    return this.#writer.folders;
  }

  async #takeAll(): Promise<void> {
    for await (const message of this.#call.messages()) {
      const packet = readPacket(message);
      if (packet.type === PACKET.FIN) return;
      await this.#take(packet);
    }
  }

  async closeFiles(): Promise<void> {
    for (const { handle } of this.#wanted.values()) await handle?.close().catch(() => {});
  }

  async #take(packet: Packet): Promise<void> {
    switch (packet.type) {
      case PACKET.ERR: {
        const text = Buffer.from(packet.data).toString('utf8');
        throw new RpcError(RPC.ABORTED, `daemon failed to send files: ${text}`);
      }
      case PACKET.STAT:
        if (this.#state !== 'list') throw badTree('an entry came after the end of the list');
        await this.#takeStat(packet.stat);
        break;
      case PACKET.DATA:
        await this.#takeData(packet);
        break;
      default:
        throw badTree(`it has a packet of type ${packet.type}`);
    }
    if (this.#state === 'files' && this.#wanted.size === 0) {
      await this.#writer.finish();
      this.#state = 'done';
      await this.#call.send(encodePacket(PACKET.FIN, 0));
    }
  }

  async #takeStat(stat: ReceivedStat | undefined): Promise<void> {
    if (stat === undefined) {
      this.#state = 'files';
      return;
    }
    const id = this.#nextId++;
    const wrong = this.#order.add(stat);
    if (wrong !== undefined) throw badTree(wrong);
    await this.#writer.add(stat);
    if (goFileType(stat.mode) !== 'file' || stat.linkname !== '') return;
    this.#wanted.set(id, { stat, received: 0 });
    this.#requests.push(id);
    void this.#ask();
  }

  /**
   * Asks for files, beside what is received: a daemon reads no more requests while its files are not
   * taken, so neither may wait for the other.
   */
  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#requests.length > 0) {
        const requests = this.#requests;
        this.#requests = [];
        for (const id of requests) await this.#call.send(encodePacket(PACKET.REQ, id));
      }
    } catch {
      // The call is over, of which what is received tells, too.
    } finally {
      this.#isAsking = false;
    }
  }

  async #takeData({ data, id }: Packet): Promise<void> {
    const file = this.#wanted.get(id);
    if (file === undefined) throw badTree(`content came of entry ${id}, which was not asked for`);
    file.handle ??= await this.#writer.open(file.stat);
    file.received += data.length;
    const isEnd = data.length === 0;
    const { path, size } = file.stat;
    if (isEnd ? file.received < size : file.received > size) {
      const rest = isEnd ? 'ends before' : 'does not end at';
      throw badTree(`file ${quoted(path)} ${rest} the ${size} bytes that it was said to have`);
    }
    if (!isEnd) return await file.handle.writeFile(data);
    await this.#writer.finishFile(file.handle, file.stat);
    this.#wanted.delete(id);
  }
}

function readPacket(message: Buffer): Packet {
  try {
    return decodePacket(message);
  } catch (cause) {
    throw badTree(cause instanceof Error ? cause.message : String(cause));
  }
}
