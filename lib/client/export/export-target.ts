import type { ServerCall } from '../rpc/server';

/**
 * Where one exporter's result goes on this machine. What arrives is kept aside until the whole build
 * has succeeded, so that a failed or interrupted one leaves what was there before.
 */
export interface ExportTarget {
  /** Takes what the daemon sends in one call; an exporter may make several at once. */
  receive(call: ServerCall): Promise<void>;
  /** Puts the result in its place. @throws BuildError `E_EXPORT` */
  commit(): Promise<void>;
  /** Removes all that was received. Never throws. */
  discard(): Promise<void>;
}
