import type { ServerCall } from '../rpc/server';
import type { Moves } from './moves';

/** What the exporters of a build answered, by BuildKit's keys. */
export type ExporterAnswers = Readonly<Record<string, string>>;

/**
 * Where one exporter's result goes on this machine. What arrives is kept aside until the whole build
 * has succeeded, so that a failed or interrupted one leaves what was there before.
 */
export interface ExportTarget {
  /** Takes what the daemon sends in one call; an exporter may make several at once. */
  receive(call: ServerCall): Promise<void>;
  /** Puts the result in its place by moves that can be taken back. @throws BuildError `E_EXPORT` */
  place(moves: Moves, answers: ExporterAnswers): void;
  /** Removes all that was received and is not in its place. Never throws. */
  discard(): Promise<void>;
}
