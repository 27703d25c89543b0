import type { SourceLocation } from '../../../lib/errors';
import type { Definition } from '../../../lib/llb';
import { vertexNames } from '../../../lib/llb/definition/vertex-name';
import type { Input, Op } from '../../../lib/llb/wire/op';

/** One vertex of a graph. */
export interface VertexView {
  readonly digest: string;
  readonly op: Op;
  /** Its name in progress; where several have one, all but the first have a number behind it. */
  readonly name: string;
  /** The lines of the app that asked for it. */
  readonly lines: readonly SourceLocation[];
}

/** The vertexes of a definition that lead to its result, each behind those that it uses. */
export class GraphView {
  readonly vertexes: readonly VertexView[];
  readonly #byDigest: ReadonlyMap<string, VertexView>;

  constructor(definition: Definition) {
    const nameOf = vertexNames(definition);
    const counts = new Map<string, number>();
    const found = new Map<string, VertexView>();
    for (const [digest, op] of walk(definition)) {
      const name = nameOf(digest);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      found.set(digest, {
        digest,
        op,
        name: count === 1 ? name : `${name} (${count})`,
        lines: definition.locations(digest),
      });
    }
    this.#byDigest = found;
    this.vertexes = [...found.values()];
  }

  /**
   * What an edge leads to: the name of a vertex, and of an exec the mount that is meant unless it is
   * its root; `scratch` where it leads nowhere.
   */
  nameOf(input: Input | undefined): string {
    const vertex = input === undefined ? undefined : this.#byDigest.get(input.digest);
    if (input === undefined || vertex === undefined) return 'scratch';
    const { body } = vertex.op;
    if (body?.kind !== 'exec') return vertex.name;
    const dest = body.mounts.find(({ output }) => output === input.index)?.dest ?? '/';
    return dest === '/' ? vertex.name : `${vertex.name}: ${dest}`;
  }
}

/** By the order of inputs, which is the app's, and not by digests, which anything changes. */
function walk(definition: Definition): Map<string, Op> {
  const order = new Map<string, Op>();
  const { head } = definition;
  const open = head === undefined ? [] : [{ digest: head.digest, isBegun: false }];
  const begun = new Set<string>();
  // Without recursion: a graph may be thousands of vertexes deep.
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const op = definition.op(entry.digest);
    if (op === undefined || order.has(entry.digest)) continue;
    if (entry.isBegun) {
      order.set(entry.digest, op);
    } else if (!begun.has(entry.digest)) {
      begun.add(entry.digest);
      open.push({ digest: entry.digest, isBegun: true });
      const inputs = op.inputs.map(({ digest }) => ({ digest, isBegun: false }));
      open.push(...inputs.reverse());
    }
  }
  return order;
}
