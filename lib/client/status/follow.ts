import { CONTROL } from '../daemon/services';
import type { RpcChannel } from '../rpc/channel';
import { decodeStatus } from './decode';
import type { SolveStatus } from './status';

/** How long the daemon may stay silent after a solve has ended before its last words are given up. */
const DRAIN_SILENCE_MS = 5_000;
/** The same, for a daemon that has not said anything yet. */
const FIRST_MESSAGE_MS = 200;

/** Reads the progress of one solve until the daemon ends it. */
export class StatusFollower {
  private readonly controller = new AbortController();
  private readonly finished: Promise<void>;
  private messages = 0;

  /** @param onFailure told of what `onStatus` throws */
  constructor(
    channel: RpcChannel,
    ref: string,
    onStatus: (status: SolveStatus) => void,
    onFailure: (error: unknown) => void,
  ) {
    this.finished = this.read(channel, ref, onStatus).catch((error) => {
      // The solve tells of everything that goes wrong with the daemon.
      if (error instanceof ConsumerError) onFailure(error.cause);
    });
  }

  /** Waits for the end of the stream, for as long as something arrives. */
  async drain(): Promise<void> {
    // A solve that was refused never had a progress, and its stream would wait for one.
    if (this.messages === 0 && !(await this.endsWithin(FIRST_MESSAGE_MS))) {
      if (this.messages === 0) return this.stop();
    }
    for (;;) {
      const seen = this.messages;
      if (await this.endsWithin(DRAIN_SILENCE_MS)) return;
      if (this.messages === seen) return this.stop();
    }
  }

  /** Ends the stream now. */
  async stop(): Promise<void> {
    this.controller.abort();
    await this.finished;
  }

  private async read(
    channel: RpcChannel,
    ref: string,
    onStatus: (status: SolveStatus) => void,
  ): Promise<void> {
    const { signal } = this.controller;
    for await (const message of channel.serverStream(CONTROL.status, { ref }, { signal })) {
      this.messages++;
      try {
        onStatus(decodeStatus(message));
      } catch (cause) {
        throw new ConsumerError('status consumer failed', { cause });
      }
    }
  }

  private async endsWithin(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    const isEnded = await Promise.race([this.finished.then(() => true), timeout]);
    clearTimeout(timer);
    return isEnded;
  }
}

class ConsumerError extends Error {}
