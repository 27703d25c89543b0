import { CONTROL } from '../daemon/services';
import type { RpcChannel } from '../rpc/channel';
import { RPC, RpcError } from '../rpc/rpc-error';

const FIRST_CHECK_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
const ANSWER_MS = 5_000;

/**
 * Watches over the end of a solve in which a step has failed.
 *
 * The status of such a solve carries the failed op and its source. When that makes a header value of
 * more than 64 KiB, Node's HTTP/2 stops reading the connection and tells nobody, so the solve would
 * never end. Whether the connection still works is asked with another call.
 */
export class FailureWatch {
  private readonly channel: RpcChannel;
  private readonly cancelSolve: AbortController;
  private timer: NodeJS.Timeout | undefined;
  private state: 'idle' | 'watching' | 'stopped' = 'idle';

  constructor(channel: RpcChannel, cancelSolve: AbortController) {
    this.channel = channel;
    this.cancelSolve = cancelSolve;
  }

  /** Begins to watch; later calls do nothing. */
  start(): void {
    if (this.state !== 'idle') return;
    this.state = 'watching';
    this.schedule(FIRST_CHECK_MS);
  }

  stop(): void {
    this.state = 'stopped';
    clearTimeout(this.timer);
  }

  private schedule(pause: number): void {
    this.timer = setTimeout(() => void this.check(pause), pause);
  }

  private async check(pause: number): Promise<void> {
    try {
      await this.channel.unary(CONTROL.info, {}, { timeoutMs: ANSWER_MS });
      if (this.state === 'watching') this.schedule(Math.min(pause * 2, MAX_PAUSE_MS));
    } catch (cause) {
      if (this.state !== 'watching') return;
      const message = 'the status of the solve did not arrive';
      this.cancelSolve.abort(new RpcError(RPC.INTERNAL, message, { isReset: true, cause }));
    }
  }
}
