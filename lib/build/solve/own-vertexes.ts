import type { SolveStatus } from '../../client';
import type { Definition } from '../../llb/definition/definition';
import type { ArchiveMirrors } from '../plan/archive-mirrors';

/**
 * Tells the vertexes of a solve by its own graphs. Where another build fetches the same file from
 * another server, the daemon fetches it once and tells both of the vertex of either, so that each
 * file is there twice.
 *
 * @see BuildKit solver/scheduler.go, mergeTo
 */
export class OwnVertexes {
  readonly #own: ReadonlySet<string>;
  /** Digests of own vertexes, by the URL that they fetch. */
  readonly #byUrl = new Map<string, string>();
  /** Digests of own vertexes, by those of others that do their work. */
  readonly #meant = new Map<string, string>();

  constructor(
    definitions: readonly Definition[],
    private readonly mirrors: ArchiveMirrors,
  ) {
    this.#own = new Set(definitions.flatMap(({ ops }) => ops.map(({ digest }) => digest)));
  }

  /** The status with own vertexes in place of those of others. */
  translate(status: SolveStatus): SolveStatus {
    for (const { digest, name } of status.vertexes) {
      if (this.#own.has(digest)) this.#byUrl.set(name, digest);
    }
    const vertexes = status.vertexes.map((vertex) => {
      if (this.#own.has(vertex.digest)) return vertex;
      const url = this.mirrors.ownUrlOf(vertex.name);
      const digest = url === undefined ? undefined : this.#byUrl.get(url);
      if (url === undefined || digest === undefined) return vertex;
      this.#meant.set(vertex.digest, digest);
      return { ...vertex, digest, name: url };
    });
    if (this.#meant.size === 0) return status;
    const rename = <T extends { readonly vertex: string }>(parts: readonly T[]): T[] =>
      parts.map((part) => ({ ...part, vertex: this.#meant.get(part.vertex) ?? part.vertex }));
    const { logs, statuses, warnings } = status;
    return { vertexes, logs: rename(logs), statuses: rename(statuses), warnings: rename(warnings) };
  }
}
