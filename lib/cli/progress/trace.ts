import type { SolveStatus, VertexState } from '../../client/status/status';
import { Entry, type LogLine } from './entry';

/** What one status message changed. */
export interface TraceChange {
  /** Entries that changed, each once, in the order of the message. */
  readonly changed: readonly Entry[];
  /** Whole lines of output by entry. */
  readonly lines: ReadonlyMap<Entry, readonly LogLine[]>;
}

/** The state of a build, put together from its status messages. Displays are views of it. */
export class Trace {
  /** In the order in which they were first seen. */
  entries: Entry[] = [];
  readonly #sizes = new Map<string, number>();
  readonly #byVertex = new Map<string, Entry>();
  readonly #groups = new Map<string, Entry>();
  #startedAt: number | undefined;
  #clockOffset = 0;

  /** The daemon's time for a time of this machine, both in milliseconds. */
  daemonTime(now: number): number {
    return now - this.#clockOffset;
  }

  /** Time since the first vertex started, in milliseconds. */
  elapsed(now: number): number {
    return this.#startedAt === undefined ? 0 : Math.max(0, this.daemonTime(now) - this.#startedAt);
  }

  /** Entries, and how many of them are done. */
  get count(): { readonly done: number; readonly total: number } {
    const shown = this.entries.filter((entry) => entry.group === undefined || entry.isVisible);
    return {
      done: shown.filter((entry) => entry.isCompleted).length,
      total: shown.length,
    };
  }

  update(status: SolveStatus, now: number): TraceChange {
    const changed = new Set<Entry>();
    const lines = new Map<Entry, LogLine[]>();
    for (const vertex of status.vertexes) {
      const entry = this.#entryFor(vertex);
      entry.setVertex(vertex);
      this.#setClock(vertex, now);
      changed.add(entry);
    }
    for (const part of status.statuses) {
      const entry = this.#byVertex.get(part.vertex);
      if (entry === undefined) continue;
      entry.setStatus(part);
      changed.add(entry);
    }
    for (const warning of status.warnings) {
      const entry = this.#byVertex.get(warning.vertex);
      if (entry === undefined) continue;
      entry.warnings.push(warning);
      changed.add(entry);
    }
    for (const log of status.logs) {
      const entry = this.#byVertex.get(log.vertex);
      if (entry === undefined) continue;
      lines.set(entry, [...(lines.get(entry) ?? []), ...entry.addLog(log)]);
      changed.add(entry);
    }
    return { changed: [...changed], lines };
  }

  /** Takes in bytes of the results of vertexes, by name, where known beforehand. */
  expect(sizes: ReadonlyMap<string, number>): void {
    for (const [name, size] of sizes) this.#sizes.set(name, size);
  }

  /** Takes vertexes out; returns the entries that had no others. */
  forget(vertexes: ReadonlySet<string>): readonly Entry[] {
    const changed = new Set<Entry>();
    for (const digest of vertexes) {
      const entry = this.#byVertex.get(digest);
      if (entry === undefined) continue;
      entry.forgetVertex(digest);
      this.#byVertex.delete(digest);
      changed.add(entry);
    }
    const emptied = [...changed].filter((entry) => entry.isEmpty);
    this.entries = this.entries.filter((entry) => !emptied.includes(entry));
    for (const { key } of emptied) this.#groups.delete(key);
    return emptied;
  }

  /** The build has ended: no more vertexes start. */
  end(): void {
    for (const entry of this.entries) entry.end();
  }

  #entryFor(vertex: VertexState): Entry {
    const known = this.#byVertex.get(vertex.digest);
    if (known !== undefined) return known;
    const group = vertex.progressGroup;
    const entry =
      (group === undefined ? undefined : this.#groups.get(group.id)) ??
      new Entry(group?.id ?? vertex.digest, group, this.#sizes);
    if (!this.entries.includes(entry)) this.entries.push(entry);
    if (group !== undefined) this.#groups.set(group.id, entry);
    this.#byVertex.set(vertex.digest, entry);
    return entry;
  }

  /** The first start seen is "now": a daemon on another machine may have another time. */
  #setClock({ started, completed }: VertexState, now: number): void {
    if (started === undefined || this.#startedAt !== undefined) return;
    this.#startedAt = started;
    this.#clockOffset = now - (completed ?? started);
  }
}
