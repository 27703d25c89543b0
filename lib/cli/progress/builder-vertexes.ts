import type { SolveStatus, VertexState } from '../../client/status/status';

/** What is told with the name of its image, see {@link SharedVertexes}. */
const EXPORT = /^exporting /;

/**
 * What one of several builders tells: its vertexes are its own, though others have the same, and each
 * says where it is.
 */
export class BuilderVertexes {
  constructor(private readonly builder: string) {}

  /** The name of a vertex as it is shown. */
  name(name: string): string {
    return EXPORT.test(name) ? name : `${this.builder}: ${name}`;
  }

  /** A status with digests and names that no other builder has. */
  tell({ logs, statuses, vertexes, warnings }: SolveStatus): SolveStatus {
    const own = (digest: string) => `${digest} ${this.builder}`;
    const ofOwn = <T extends { readonly vertex: string }>(part: T): T => ({
      ...part,
      vertex: own(part.vertex),
    });
    return {
      logs: logs.map(ofOwn),
      statuses: statuses.map(ofOwn),
      warnings: warnings.map(ofOwn),
      vertexes: vertexes.map((vertex) => ({
        ...vertex,
        digest: own(vertex.digest),
        inputs: vertex.inputs.map(own),
        name: this.name(vertex.name),
        ...this.#group(vertex),
      })),
    };
  }

  #group({ progressGroup: group }: VertexState): Pick<VertexState, 'progressGroup'> {
    if (group === undefined) return {};
    return {
      progressGroup: { ...group, id: `${group.id} ${this.builder}`, name: this.name(group.name) },
    };
  }
}
