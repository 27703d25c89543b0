import type { SolveStatus } from '../../client/status/status';

/** What a daemon names the same for every image. */
const EXPORT = /^exporting /;

/**
 * What several builds that run at once tell, as the story of one run. A vertex that some of them have
 * is solved once, and all of them tell of it: here only the build does that told first that it works.
 */
export class SharedVertexes {
  /** Image whose build tells of a vertex, by the digest of the vertex. */
  readonly #tellers = new Map<string, string>();
  readonly #open = new Set<string>();

  /** What is new of it. */
  tell(image: string, status: SolveStatus): SolveStatus {
    for (const { completed, digest, started } of status.vertexes) {
      if (started === undefined) continue;
      if (!this.#tellers.has(digest)) this.#tellers.set(digest, image);
      if (this.#tellers.get(digest) !== image) continue;
      if (completed === undefined) this.#open.add(digest);
      else this.#open.delete(digest);
    }
    const isNew = (digest: string) => (this.#tellers.get(digest) ?? image) === image;
    return {
      vertexes: status.vertexes
        .filter(({ digest }) => isNew(digest))
        .map((vertex) =>
          EXPORT.test(vertex.name) ? { ...vertex, name: `${image}: ${vertex.name}` } : vertex,
        ),
      statuses: status.statuses.filter(({ vertex }) => isNew(vertex)),
      logs: status.logs.filter(({ vertex }) => isNew(vertex)),
      warnings: status.warnings.filter(({ vertex }) => isNew(vertex)),
    };
  }

  /** The build of an image has ended: of what it did not end another may tell. */
  end(image: string): void {
    for (const digest of this.#open) {
      if (this.#tellers.get(digest) === image) this.#drop(digest);
    }
  }

  /** The build of an image starts over; returns the vertexes that only it told of. */
  restart(image: string): ReadonlySet<string> {
    const told = [...this.#tellers].flatMap(([digest, by]) => (by === image ? [digest] : []));
    for (const digest of told) this.#drop(digest);
    return new Set(told);
  }

  #drop(digest: string): void {
    this.#tellers.delete(digest);
    this.#open.delete(digest);
  }
}
