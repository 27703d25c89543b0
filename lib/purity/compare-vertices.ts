import { constructAt } from '../assembly/construct-at';
import type { TreeNode } from '../assembly/manifest';
import type { SourceLocation } from '../errors';
import { type ComparedVertex, compareDefinitions, valueChanges } from '../graph';
import type { Definition } from '../llb';
import type { Change } from './construct-difference';

/** What differs of a vertex, and whose it is. */
export interface VertexDifference {
  /** Undefined where no construct, or more than one, was made at its line. */
  readonly constructPath: string | undefined;
  readonly source: SourceLocation | undefined;
  readonly changes: readonly Change[];
}

/** Vertices in which two definitions differ: what they do, and what is known of them beside that. */
export function compareVertices(
  before: Definition,
  after: Definition,
  tree: TreeNode | undefined,
): VertexDifference[] {
  const { added, changed, removed } = compareDefinitions(before, after);
  const place = (definition: Definition, { digest }: ComparedVertex) => {
    const [source] = definition.locations(digest);
    return { source, constructPath: source && tree && constructAt(tree, source)?.path };
  };
  const whole = (definition: Definition, vertex: ComparedVertex, side: 'after' | 'before') => ({
    ...place(definition, vertex),
    changes: [
      {
        of: kindOf(definition, vertex),
        field: 'vertex',
        before: undefined,
        after: undefined,
        [side]: vertex.name,
      },
    ],
  });
  return [
    ...changed.map(({ before: vertex, fields }) => ({
      ...place(before, vertex),
      changes: fields.map((change) => ({ ...change, of: kindOf(before, vertex) })),
    })),
    ...removed.map((vertex) => whole(before, vertex, 'before')),
    ...added.map((vertex) => whole(after, vertex, 'after')),
    ...sameVertices(before, after).map(({ digest, changes }) => ({
      ...place(before, { digest, name: '' }),
      changes,
    })),
  ];
}

function kindOf(definition: Definition, { digest }: ComparedVertex): string {
  return definition.op(digest)?.body?.kind ?? 'result';
}

/** Names and lines of vertices stand beside their ops, and change no digest. */
function sameVertices(before: Definition, after: Definition) {
  const told = (definition: Definition, digest: string) => ({
    metadata: definition.metadata.get(digest),
    lines: definition.locations(digest),
  });
  const known = new Set(after.ops.map(({ digest }) => digest));
  return before.ops
    .filter(({ digest }) => known.has(digest))
    .map(({ digest }) => ({
      digest,
      changes: valueChanges(told(before, digest), told(after, digest)).map((change) => ({
        ...change,
        of: 'vertex',
      })),
    }));
}
