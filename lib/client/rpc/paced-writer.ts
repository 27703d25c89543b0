import type { Writable } from 'node:stream';
import { RPC, RpcError } from './rpc-error';

/**
 * Writes to a stream. What is written in one turn of the event loop leaves in one write, and `write`
 * gives a promise only when the other side does not keep up, so that a sender of many small messages
 * neither floods memory nor waits without need.
 */
export class PacedWriter {
  private readonly stream: Writable;
  private isCorked = false;
  private isClosed = false;
  /** What all senders wait for while the stream is full. */
  private draining: Promise<void> | undefined;
  private stopDraining: () => void = () => {};

  constructor(stream: Writable) {
    this.stream = stream;
  }

  /** Writes bytes, which must not change any more. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    const { stream } = this;
    if (this.isClosed || stream.destroyed || stream.writableEnded) return Promise.reject(closed());
    if (!this.isCorked) {
      this.isCorked = true;
      stream.cork();
      process.nextTick(() => {
        this.isCorked = false;
        stream.uncork();
      });
    }
    if (stream.write(bytes)) return undefined;
    this.draining ??= this.drained();
    return this.draining;
  }

  /** The other side takes nothing any more: who waits fails, and who comes later. */
  close(): void {
    this.isClosed = true;
    this.stopDraining();
  }

  private drained(): Promise<void> {
    const { stream } = this;
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.draining = undefined;
        this.stopDraining = () => {};
        stream.off('drain', settle).off('close', settle).off('error', settle);
        if (this.isClosed || stream.destroyed) reject(closed());
        else resolve();
      };
      this.stopDraining = settle;
      stream.once('drain', settle).once('close', settle).once('error', settle);
    });
  }
}

const closed = () => new RpcError(RPC.CANCELLED, 'stream is closed', { isTransport: true });
