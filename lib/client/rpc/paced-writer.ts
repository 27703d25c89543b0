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
  write(...chunks: readonly Uint8Array[]): Promise<void> | undefined {
    const { stream } = this;
    if (!this.isOpen) return Promise.reject(closed());
    this.cork();
    let hasRoom = true;
    for (const chunk of chunks) hasRoom = stream.write(chunk);
    if (hasRoom) return undefined;
    this.draining ??= this.drained();
    return this.draining;
  }

  /** Writes bytes that are lent: they may change when the promise has settled. */
  async writeLent(...chunks: readonly Uint8Array[]): Promise<void> {
    const { stream } = this;
    if (!this.isOpen) throw closed();
    this.cork();
    await new Promise<void>((resolve, reject) => {
      const onClose = () => reject(closed());
      stream.once('close', onClose);
      const last = chunks.length - 1;
      chunks.forEach((chunk, index) => {
        stream.write(chunk, (error) => {
          if (index < last) return;
          stream.off('close', onClose);
          if (error) reject(closed());
          else resolve();
        });
      });
    });
  }

  private get isOpen(): boolean {
    return !this.isClosed && !this.stream.destroyed && !this.stream.writableEnded;
  }

  private cork(): void {
    if (this.isCorked) return;
    this.isCorked = true;
    this.stream.cork();
    process.nextTick(() => {
      this.isCorked = false;
      this.stream.uncork();
    });
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
