import type { SolveStatus } from '../../client';
import { coveredTime, type Interval } from './interval';

/** Remembers when vertexes ran, to say how much time the graph of one platform took, and of what. */
export class VertexTimes {
  readonly #runs = new Map<string, Map<number, Interval>>();
  readonly #cached = new Set<string>();

  update({ vertexes }: SolveStatus): void {
    for (const { cached, digest, started, completed } of vertexes) {
      if (cached) this.#cached.add(digest);
      if (started === undefined || completed === undefined) continue;
      const runs = this.#runs.get(digest) ?? new Map<number, Interval>();
      runs.set(started, { start: started, end: completed });
      this.#runs.set(digest, runs);
    }
  }

  /** Whether a vertex was found in the cache, or not even asked for. */
  wasCached(digest: string): boolean {
    return this.#cached.has(digest) || !this.#runs.has(digest);
  }

  /** Whether a vertex has run, or was found in the cache. */
  hasEnded(digest: string): boolean {
    return this.#runs.has(digest);
  }

  /** Milliseconds in which any of the vertexes ran; those that ran at once count once. */
  covered(digests: readonly string[]): number {
    const runs = digests.flatMap((digest) => [...(this.#runs.get(digest)?.values() ?? [])]);
    return coveredTime(runs, 0);
  }
}
