import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { goFileType } from '../../file-tree/file-mode';
import { FILE_FLAGS } from '../../file-tree/held-folder';
import {
  decodePacket,
  encodeDataHeader,
  encodeEndOfStats,
  encodePacket,
  type FileStat,
  PACKET,
  StatBatch,
} from '../../pb/fsutil';
import { FRAME_HEADER_BYTES, writeFrameHeader } from '../rpc/http2/frame';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';

const READERS = 4;
const CHUNK_BYTES = 256 * 1024;
/** Up to here a file is read at once: the thread pool costs more than the reading. */
const SMALL_FILE_BYTES = 64 * 1024;
/** After so many entries other work has its turn: requests of the receiver, health checks. */
const STATS_PER_TURN = 256;

/** Where the content of what is sent lies. */
export interface FilePlaces {
  /** A path by which a file can be opened, as `path` was when it was listed. */
  placeOf(path: string): string | Buffer;
  close(): void;
}

interface Wanted {
  readonly id: number;
  readonly stat: FileStat;
}

/**
 * Sends a file tree the way fsutil does: a STAT for each entry, and the content of those files that
 * the receiver asks for, meanwhile and after, until it is content.
 *
 * @param places is closed in the end
 * @throws RpcError when a file cannot be read, or the receiver reports an error
 */
export async function sendTree(
  call: ServerCall,
  places: FilePlaces,
  entries: Iterable<FileStat>,
): Promise<void> {
  const sender = new TreeSender(call, places);
  try {
    await sender.run(entries);
  } catch (error) {
    if (!call.signal.aborted && !(error instanceof ReceiverError)) {
      const message = error instanceof Error ? error.message : String(error);
      await call.send(encodePacket(PACKET.ERR, 0, Buffer.from(message)))?.catch(() => {});
    }
    throw error;
  }
}

class ReceiverError extends RpcError {}

class TreeSender {
  /** Files that were announced and not asked for yet, by id. */
  private readonly files = new Map<number, FileStat>();
  /** Asked for; those before `next` are taken. */
  private queue: Wanted[] = [];
  private next = 0;
  private readonly idle: (() => void)[] = [];
  private isOver = false;

  constructor(
    private readonly call: ServerCall,
    private readonly places: FilePlaces,
  ) {}

  async run(entries: Iterable<FileStat>): Promise<void> {
    const readers = Array.from({ length: READERS }, () => this.serveQueue());
    const work = [this.sendStats(entries), this.receive(), ...readers];
    try {
      // The first failure ends the call, and the call's end the rest of the work.
      await Promise.all(work.map((part) => part.catch((error) => this.stop(error))));
    } finally {
      this.stop();
      this.places.close();
    }
  }

  private stop(error?: unknown): void {
    this.isOver = true;
    for (const wake of this.idle.splice(0)) wake();
    if (error !== undefined) throw error;
  }

  private async sendStats(entries: Iterable<FileStat>): Promise<void> {
    const batch = new StatBatch();
    let id = 0;
    for (const stat of entries) {
      if (this.isOver) return;
      if (goFileType(stat.mode) === 'file') {
        this.files.set(id, stat);
      }
      id++;
      batch.add(stat, FRAME_HEADER_BYTES, writeFrameHeader);
      if (id % STATS_PER_TURN !== 0) continue;
      await this.call.sendFramed(batch.take());
      await nextTurn();
    }
    if (batch.length > 0) await this.call.sendFramed(batch.take());
    await this.call.send(encodeEndOfStats());
  }

  private async receive(): Promise<void> {
    for await (const message of this.call.messages()) {
      if (this.isOver) return;
      const packet = decodePacket(message);
      switch (packet.type) {
        case PACKET.REQ: {
          const wanted = this.files.get(packet.id);
          if (wanted === undefined) {
            throw new RpcError(RPC.INVALID_ARGUMENT, `file ${packet.id} was not offered`);
          }
          this.files.delete(packet.id);
          this.queue.push({ id: packet.id, stat: wanted });
          this.idle.shift()?.();
          break;
        }
        case PACKET.FIN:
          await this.call.send(encodePacket(PACKET.FIN, 0));
          return this.stop();
        case PACKET.ERR: {
          const message = Buffer.from(packet.data).toString('utf8');
          throw new ReceiverError(RPC.ABORTED, `receiver of local files failed: ${message}`);
        }
      }
    }
    throw new ReceiverError(RPC.CANCELLED, 'receiver of local files went away');
  }

  private async serveQueue(): Promise<void> {
    while (!this.isOver) {
      const wanted = this.take();
      if (wanted === undefined) {
        await new Promise<void>((resolve) => this.idle.push(resolve));
      } else {
        await this.sendFile(wanted);
      }
    }
  }

  /** By an index: to shift a long array moves all of it. */
  private take(): Wanted | undefined {
    const wanted = this.queue[this.next++];
    if (wanted !== undefined) return wanted;
    this.queue = [];
    this.next = 0;
    return undefined;
  }

  private async sendFile({ id, stat: { path, size } }: Wanted): Promise<void> {
    try {
      if (size <= SMALL_FILE_BYTES) await this.sendSmall(id, path, size);
      else await this.sendLarge(id, path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (error instanceof RpcError) throw error;
      // A file that vanished while the tree was read is sent empty, as a socket always is; the
      // receiver expects its end.
      if (code !== 'ENOENT' && code !== 'ENXIO') {
        const text = `local file "${path}" cannot be read: ${message}`;
        throw new RpcError(RPC.PERMISSION_DENIED, text, { cause: error });
      }
    }
    await this.call.send(encodeDataHeader(id, 0));
  }

  private async sendSmall(id: number, path: string, size: number): Promise<void> {
    // One byte more than was announced: a file that has grown is then sent as a large one.
    const buffer = Buffer.allocUnsafe(size + 1);
    const file = openSync(this.places.placeOf(path), FILE_FLAGS);
    let length = 0;
    try {
      for (;;) {
        const read = readSync(file, buffer, length, buffer.length - length, null);
        length += read;
        if (read === 0 || length === buffer.length) break;
      }
    } finally {
      closeSync(file);
    }
    if (length > size) return this.sendLarge(id, path);
    if (length > 0) await this.call.send(encodeDataHeader(id, length), buffer.subarray(0, length));
  }

  private async sendLarge(id: number, path: string): Promise<void> {
    // One buffer for the whole file: to allocate and collect as many as there are chunks costs more
    // than all the rest. Read at once, as a thread of the pool is woken later than it has read.
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    const file = openSync(this.places.placeOf(path), FILE_FLAGS);
    try {
      while (!this.isOver) {
        const length = readSync(file, buffer, 0, CHUNK_BYTES, null);
        if (length === 0) return;
        await this.call.sendLent(encodeDataHeader(id, length), buffer.subarray(0, length));
      }
    } finally {
      closeSync(file);
    }
  }
}
