import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { BytesMessage } from '../../pb/generated/client';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';

/** A stream that takes the bytes as they come, e.g. stdout or a pipe. It cannot be taken back. */
export class StreamTarget implements ExportTarget {
  readonly #name: string;
  readonly #open: (signal: AbortSignal) => Writable | Promise<Writable>;
  #stream: Writable | undefined;
  #isTaken = false;

  /** @param name for errors */
  constructor(name: string, open: (signal: AbortSignal) => Writable | Promise<Writable>) {
    this.#name = name;
    this.#open = open;
  }

  async receive(call: ServerCall): Promise<void> {
    if (this.#isTaken) throw new RpcError(RPC.ALREADY_EXISTS, 'file was sent already');
    this.#isTaken = true;
    try {
      const stream = await this.#open(call.signal);
      this.#stream = stream;
      // A stream may break at any time; each write tells of it, too.
      stream.on('error', () => {});
      for await (const message of call.messages()) {
        const { data } = BytesMessage.decode(message);
        if (!stream.write(data)) await once(stream, 'drain', { signal: call.signal });
      }
      const isDone = finished(stream, { readable: false });
      stream.end();
      await isDone;
    } catch (error) {
      this.#stream?.destroy();
      if (call.signal.aborted) throw new RpcError(RPC.CANCELLED, 'call broke off');
      throw error instanceof RpcError ? error : exportError(this.#name, error);
    }
  }

  place(): void {
    if (this.#stream?.writableFinished) return;
    throw exportError(this.#name, 'the daemon sent no file');
  }

  async discard(): Promise<void> {
    // Who reads a stream that has ended may not have read all of it.
    if (!this.#stream?.writableFinished) this.#stream?.destroy();
  }
}
