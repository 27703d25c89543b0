import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { BytesMessage } from '../../pb/generated/client';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';

/** A stream that takes the bytes as they come, e.g. stdout. It cannot be taken back. */
export class StreamTarget implements ExportTarget {
  private readonly open: () => Writable;
  private stream: Writable | undefined;

  constructor(open: () => Writable) {
    this.open = open;
  }

  async receive(call: ServerCall): Promise<void> {
    if (this.stream !== undefined) throw new RpcError(RPC.ALREADY_EXISTS, 'file was sent already');
    const stream = this.open();
    this.stream = stream;
    try {
      for await (const message of call.messages()) {
        const { data } = BytesMessage.decode(message);
        if (!stream.write(data)) await once(stream, 'drain', { signal: call.signal });
      }
      const isDone = finished(stream, { readable: false });
      stream.end();
      await isDone;
    } catch (error) {
      stream.destroy();
      if (call.signal.aborted) throw new RpcError(RPC.CANCELLED, 'call broke off');
      throw error instanceof RpcError ? error : exportError('stream', error);
    }
  }

  async commit(): Promise<void> {
    if (!this.stream?.writableFinished) throw exportError('stream', 'the daemon sent no file');
  }

  async discard(): Promise<void> {
    this.stream?.destroy();
  }
}
