import { Duplex } from 'node:stream';
import { BytesMessage } from '../../pb/generated/client';
import type { RpcCall } from '../rpc/transport';

/** Daemons copy a message as a whole; larger ones than this only cost memory. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const FIELD_1_BYTES = 0x0a;
const MAX_HEADER_BYTES = 1 + 5;

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
    this.sendAll([chunk]).then(() => callback(), callback);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    this.sendAll(chunks.map(({ chunk }) => chunk)).then(() => callback(), callback);
  }

  /** Sends chunks as they are, as many in a message as it may hold. */
  private async sendAll(chunks: readonly Buffer[]): Promise<void> {
    let message: Buffer[] = [];
    let length = 0;
    for (const chunk of chunks.flatMap(piecesOf)) {
      if (length > 0 && length + chunk.length > MAX_MESSAGE_BYTES) {
        await this.call.send(messageHeader(length), ...message);
        message = [];
        length = 0;
      }
      message.push(chunk);
      length += chunk.length;
    }
    await this.call.send(messageHeader(length), ...message);
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

function piecesOf(chunk: Buffer): Buffer[] {
  if (chunk.length <= MAX_MESSAGE_BYTES) return [chunk];
  return [chunk.subarray(0, MAX_MESSAGE_BYTES), ...piecesOf(chunk.subarray(MAX_MESSAGE_BYTES))];
}

/** What stands before the `length` bytes of a BytesMessage. */
function messageHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(MAX_HEADER_BYTES);
  let position = 0;
  header[position++] = FIELD_1_BYTES;
  let rest = length;
  while (rest > 0x7f) {
    header[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  header[position++] = rest;
  return header.subarray(0, position);
}
