import type { ProgressDisplay, ProgressStream } from '../../../lib/cli/progress/display';
import type { SolveStatus, VertexState } from '../../../lib/client/status/status';

/** 2026-11-01T00:00:00Z: the time of the daemon in hand-made status streams. */
export const START = 1_793_491_200_000;

/** A status message, of which only what matters is given. */
export function status(part: Partial<SolveStatus>): SolveStatus {
  return { vertexes: [], statuses: [], logs: [], warnings: [], ...part };
}

/** A vertex; its digest is made from its name. */
export function vertex(name: string, part: Partial<VertexState> = {}): VertexState {
  return { digest: `sha256:${name}`, inputs: [], name, cached: false, error: '', ...part };
}

/** A piece of output of a vertex, `after` milliseconds after {@link START}. */
export function log(name: string, text: string | Uint8Array, after = 0, stream = 1) {
  const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { vertex: `sha256:${name}`, stream, data, timestamp: START + after };
}

/** A stream that keeps what was written, and a clock that stands until it is moved. */
export class Screen implements ProgressStream {
  output = '';
  writes = 0;
  now = START + 1_000_000;
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  readonly #listeners = new Set<() => void>();

  write(text: string): void {
    this.output += text;
    this.writes++;
  }

  on(_event: 'resize', listener: () => void): void {
    this.#listeners.add(listener);
  }

  off(_event: 'resize', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  resize(columns: number, rows = this.rows): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.#listeners) listener();
  }

  /** Listeners that are still there. */
  get listeners(): number {
    return this.#listeners.size;
  }
}

/** Gives messages to a display at their times, in milliseconds since the first one. */
export function play(
  display: ProgressDisplay,
  screen: Screen,
  messages: readonly (readonly [number, Partial<SolveStatus>])[],
): void {
  const start = screen.now;
  for (const [at, message] of messages) {
    screen.now = start + at;
    display.update(status(message));
  }
}
