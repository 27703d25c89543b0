import { RPC, RpcError } from './rpc-error';
import type { CallOptions } from './transport';

/** By how much a timer of another may be early. */
const TIMER_ERROR_MS = 10;

/** What ends a call from this side, and why it did: an abort, or the time that it has. */
export class CallLimits {
  private readonly signal: AbortSignal | undefined;
  private readonly timeoutMs: number | undefined;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly onAbort: () => void;
  private readonly due: number;
  private reason: unknown;

  /** @param cancel ends the call at once */
  constructor({ signal, timeoutMs }: CallOptions, cancel: () => void) {
    this.signal = signal;
    this.timeoutMs = timeoutMs;
    this.due = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
    const end = (reason: unknown) => {
      this.reason ??= reason;
      cancel();
    };
    this.onAbort = () => end(signal?.reason);
    signal?.addEventListener('abort', this.onAbort, { once: true });
    if (timeoutMs !== undefined) this.timer = setTimeout(() => end(this.tooLate()), timeoutMs);
  }

  /** Why the call was ended; undefined where it was not. */
  get endedBy(): unknown {
    return this.reason;
  }

  /** Whether the time of the call is over. */
  get isDue(): boolean {
    return performance.now() >= this.due - TIMER_ERROR_MS;
  }

  /** The error of a call whose time is over. */
  tooLate(): RpcError {
    const message = `no answer within ${this.timeoutMs} ms`;
    return new RpcError(RPC.DEADLINE_EXCEEDED, message, { isTransport: true });
  }

  /** The call has ended: nothing is waited for any more. */
  release(): void {
    this.signal?.removeEventListener('abort', this.onAbort);
    clearTimeout(this.timer);
  }
}
