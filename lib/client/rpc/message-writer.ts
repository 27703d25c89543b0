import type { Writable } from 'node:stream';
import { frame } from './frame';
import { RPC, RpcError } from './rpc-error';

/**
 * Writes messages to a stream. Messages sent in one turn of the event loop leave in one write, and
 * `send` gives a promise only when the other side does not keep up, so that a sender of many small
 * messages neither floods memory nor waits without need.
 */
export class MessageWriter {
  private readonly stream: Writable;
  private corked = false;
  /** What all senders wait for while the stream is full. */
  private draining: Promise<void> | undefined;

  constructor(stream: Writable) {
    this.stream = stream;
  }

  send(message: Uint8Array): Promise<void> | undefined {
    return this.sendFramed(frame(message));
  }

  /** Sends bytes that carry their frame header already; see `writeFrameHeader`. */
  sendFramed(framed: Uint8Array): Promise<void> | undefined {
    const { stream } = this;
    if (stream.destroyed || stream.writableEnded) return Promise.reject(closed());
    if (!this.corked) {
      this.corked = true;
      stream.cork();
      process.nextTick(() => {
        this.corked = false;
        stream.uncork();
      });
    }
    if (stream.write(framed)) return undefined;
    this.draining ??= this.drained();
    return this.draining;
  }

  private drained(): Promise<void> {
    const { stream } = this;
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.draining = undefined;
        stream.off('drain', settle).off('close', settle).off('error', settle);
        if (stream.destroyed) reject(closed());
        else resolve();
      };
      stream.once('drain', settle).once('close', settle).once('error', settle);
    });
  }
}

const closed = () => new RpcError(RPC.CANCELLED, 'stream is closed', { isTransport: true });
