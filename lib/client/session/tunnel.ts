import { Duplex } from 'node:stream';
import { BytesMessage } from '../../pb/generated/client';
import type { RpcCall } from '../rpc/transport';

/** Daemons copy a message as a whole; larger ones than this only cost memory. */
const MAX_CHUNK_BYTES = 1024 * 1024;
const FIELD_1_BYTES = 0x0a;
const MAX_MESSAGE_HEADER_BYTES = 1 + 5;

/**
 * The byte stream inside a call of BytesMessages. `Control.Session` carries a whole HTTP/2
 * connection this way, in which the daemon is the client.
 */
export class Tunnel extends Duplex {
  private readonly call: RpcCall;
  private readonly incoming: AsyncGenerator<Buffer, void, undefined>;
  private isReading = false;

  constructor(call: RpcCall) {
    super({ allowHalfOpen: false });
    this.call = call;
    this.incoming = call.messages();
  }

  override _read(): void {
    if (!this.isReading) void this.readUntilFull();
  }

  private async readUntilFull(): Promise<void> {
    this.isReading = true;
    try {
      for (;;) {
        const next = await this.incoming.next();
        if (next.done) return void this.push(null);
        const { data } = BytesMessage.decode(next.value);
        if (data.length > 0 && !this.push(data)) return;
      }
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.isReading = false;
    }
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    this.sendChunk(chunk).then(() => callback(), callback);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    const joined = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.sendChunk(joined).then(() => callback(), callback);
  }

  private async sendChunk(chunk: Buffer): Promise<void> {
    for (let start = 0; start < chunk.length; start += MAX_CHUNK_BYTES) {
      const part = chunk.subarray(start, start + MAX_CHUNK_BYTES);
      await this.call.send(bytesMessage(part));
    }
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.call.endRequests();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.call.cancel();
    callback(error);
  }
}

/** A BytesMessage, made in one allocation and one copy. */
function bytesMessage(data: Buffer): Buffer {
  const target = Buffer.allocUnsafe(MAX_MESSAGE_HEADER_BYTES + data.length);
  let position = 0;
  target[position++] = FIELD_1_BYTES;
  let length = data.length;
  while (length > 0x7f) {
    target[position++] = (length & 0x7f) | 0x80;
    length >>>= 7;
  }
  target[position++] = length;
  target.set(data, position);
  return target.subarray(0, position + data.length);
}
