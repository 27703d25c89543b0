import { coveredTime, type Interval } from '../../build/solve/interval';
import type {
  ProgressGroup,
  VertexLog,
  VertexState,
  VertexStatus,
  VertexWarning,
} from '../../client/status/status';
import { plainLine } from '../terminal/clean-text';
import { LogLines } from './log-lines';

/**
 * A run that is shorter did not do the work of its vertex: the daemon runs each vertex once to find
 * its cache key, and once more if its result is needed and not cached.
 */
const MIN_WORK_MS = 0.1;

/** How many of its last lines of output an entry keeps. */
const KEPT_LINES = 20;

/** One line of a vertex's output. */
export interface LogLine {
  readonly text: string;
  /** Milliseconds since the vertex started. */
  readonly after: number;
}

/** What a display shows as one: a vertex, or the vertexes of one progress group. */
export class Entry {
  readonly statuses = new Map<string, VertexStatus>();
  readonly warnings: VertexWarning[] = [];
  readonly #members = new Map<string, VertexState>();
  readonly #intervals = new Map<string, Interval>();
  /** Digests of the vertexes that did their work, or were found in the cache. */
  readonly #worked = new Set<string>();
  readonly #logs = new Map<string, LogLines>();
  #settled: string[] = [];
  #isEnded = false;

  constructor(
    /** Digest of the vertex, or id of the group. */
    readonly key: string,
    readonly group: ProgressGroup | undefined,
    /** Bytes of the results of vertexes, by name, where known beforehand. */
    private readonly sizes: ReadonlyMap<string, number>,
  ) {}

  /** On one line, without credentials. */
  get name(): string {
    return plainLine(this.group?.name ?? this.#first?.name ?? this.key);
  }

  /** Vertexes of a group, and how many of them are done. */
  get count(): { readonly done: number; readonly total: number } {
    const members = [...this.#members.values()];
    return { done: members.filter((member) => this.#isDone(member)).length, total: members.length };
  }

  /** Bytes of the group's vertexes that are done, and of all; 0 where sizes are not known. */
  get bytes(): { readonly done: number; readonly total: number } {
    let done = 0;
    let total = 0;
    for (const member of this.#members.values()) {
      const size = this.sizes.get(member.name) ?? 0;
      total += size;
      if (this.#isDone(member)) done += size;
    }
    return { done, total };
  }

  get isStarted(): boolean {
    return this.#intervals.size > 0;
  }

  /** A group shows once a member that is not weak works, or any fails. */
  get isVisible(): boolean {
    if (!this.isStarted) return false;
    if (this.group === undefined) return true;
    return [...this.#members.values()].some(
      (member) =>
        member.error !== '' || (member.progressGroup?.weak !== true && this.#isAtWork(member)),
    );
  }

  /** A group runs until the last of its vertexes is done, also while none of them does. */
  get isRunning(): boolean {
    if ([...this.#intervals.values()].some(({ end }) => end === undefined)) return true;
    if (this.group === undefined || this.#isEnded || !this.isStarted) return false;
    return [...this.#members.values()].some((member) => !this.#isDone(member));
  }

  /** No more vertexes start. */
  end(): void {
    this.#isEnded = true;
  }

  get isCompleted(): boolean {
    return this.isStarted && !this.isRunning;
  }

  /** True for a group if all of its vertexes are cached. */
  get isCached(): boolean {
    return this.#members.size > 0 && [...this.#members.values()].every(({ cached }) => cached);
  }

  get error(): string {
    const failed = [...this.#members.values()].filter(({ error }) => error !== '');
    return (failed.find(({ error }) => !isCancellation(error)) ?? failed[0])?.error ?? '';
  }

  get isCanceled(): boolean {
    return isCancellation(this.error);
  }

  /** Time that it ran, in milliseconds of the daemon's clock. */
  duration(now: number): number {
    return coveredTime([...this.#intervals.values()], now);
  }

  /** When it was last completed; 0 while it runs. */
  get completedAt(): number {
    return Math.max(0, ...[...this.#intervals.values()].map(({ end }) => end ?? 0));
  }

  setVertex(vertex: VertexState): void {
    this.#members.set(vertex.digest, vertex);
    const { cached, started, completed } = vertex;
    if (started === undefined) return;
    const time = completed === undefined ? 0 : completed - started;
    if (cached || time >= MIN_WORK_MS) this.#worked.add(vertex.digest);
    // The same start again replaces what was known of that run; another start is another run.
    this.#intervals.set(
      `${vertex.digest} ${started}`,
      completed === undefined ? { start: started } : { start: started, end: completed },
    );
  }

  forgetVertex(digest: string): void {
    this.#members.delete(digest);
    this.#worked.delete(digest);
    for (const run of [...this.#intervals.keys()]) {
      if (run.startsWith(`${digest} `)) this.#intervals.delete(run);
    }
    for (const [key, { vertex }] of [...this.statuses]) {
      if (vertex === digest) this.statuses.delete(key);
    }
  }

  /** Whether none of its vertexes is left. */
  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  setStatus(status: VertexStatus): void {
    this.statuses.set(`${status.vertex} ${status.id}`, status);
  }

  /** Takes in a piece of output; returns the lines that it completes. */
  addLog({ vertex, stream, data, timestamp }: VertexLog): LogLine[] {
    const logs = this.#logs.get(vertex) ?? new LogLines();
    this.#logs.set(vertex, logs);
    const lines = logs.push(stream, data);
    this.#settled = [...this.#settled, ...lines].slice(-KEPT_LINES);
    const started = this.#members.get(vertex)?.started ?? timestamp;
    return lines.map((text) => ({ text, after: Math.max(0, timestamp - started) }));
  }

  /** Last lines of output, the newest last; those that are not ended yet stand at the end. */
  get tail(): readonly string[] {
    return [...this.#settled, ...[...this.#logs.values()].flatMap((logs) => logs.open())];
  }

  /** Output that was begun and not ended by a line feed. */
  flushLogs(): string[] {
    return [...this.#logs.values()].flatMap((logs) => logs.flush());
  }

  #isDone({ digest, completed, error }: VertexState): boolean {
    return completed !== undefined && error === '' && this.#worked.has(digest);
  }

  #isAtWork({ digest, started, completed }: VertexState): boolean {
    return started !== undefined && (completed === undefined || this.#worked.has(digest));
  }

  get #first(): VertexState | undefined {
    return this.#members.values().next().value;
  }
}

/** BuildKit ends the error of a vertex that was stopped, not failed, with Go's words for it. */
function isCancellation(error: string): boolean {
  return error.endsWith('context canceled');
}
