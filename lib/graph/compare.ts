import { type Definition, type Digest, decodeOp, type Op, vertexName } from '../llb';
import { rewriteOp } from '../llb/definition/rewrite-op';
import { type FieldChange, fieldChanges } from './field-changes';

/** A vertex of one of two definitions. */
export interface ComparedVertex {
  readonly digest: Digest;
  readonly name: string;
}

/** A vertex that both definitions have, in two forms. */
export interface ChangedVertex {
  readonly before: ComparedVertex;
  readonly after: ComparedVertex;
  /** What of the op itself differs; empty when only an input does. */
  readonly fields: readonly FieldChange[];
}

/** How two definitions differ. */
export interface DefinitionDifference {
  /** The results are the same: nothing that decides over content differs. */
  readonly isEqual: boolean;
  readonly removed: readonly ComparedVertex[];
  readonly added: readonly ComparedVertex[];
  /** Vertices that were changed themselves, in the order of the later definition. */
  readonly changed: readonly ChangedVertex[];
  /** Vertices that are built anew only because of an input. */
  readonly affected: readonly ChangedVertex[];
}

interface Candidate {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly op: Op;
}

/**
 * Tells what changed between two definitions, and what must be built anew because of it.
 *
 * Vertices with equal digests are the same. Of the others, those pair up that are equal but for
 * their inputs; then those of one kind that stand at the same input of a pair.
 */
export function compareDefinitions(before: Definition, after: Definition): DefinitionDifference {
  const left = onlyIn(before, after);
  const right = onlyIn(after, before);
  const pairs = new Map<Candidate, Candidate>();
  const taken = new Set<Candidate>();
  const pair = (a: Candidate, b: Candidate): void => {
    pairs.set(b, a);
    taken.add(a);
  };
  pairEqualButInputs(left, right, pair);
  const moved = new Set(pairs.keys());
  pairByPlace(left, right, pairs, taken, pair);
  const changes = right.flatMap((candidate): ChangedVertex[] => {
    const old = pairs.get(candidate);
    if (old === undefined) return [];
    return [
      {
        before: named(before, old),
        after: named(after, candidate),
        fields: moved.has(candidate) ? [] : fieldChanges(old.op, candidate.op),
      },
    ];
  });
  return {
    isEqual: before.digest === after.digest,
    removed: left.filter((old) => !taken.has(old)).map((old) => named(before, old)),
    added: right.filter((one) => !pairs.has(one)).map((one) => named(after, one)),
    changed: changes.filter(({ fields }) => fields.length > 0),
    affected: changes.filter(({ fields }) => fields.length === 0),
  };
}

function onlyIn(definition: Definition, other: Definition): Candidate[] {
  const known = new Set(other.ops.map(({ digest }) => digest));
  return definition.ops
    .filter(({ digest }) => !known.has(digest))
    .map(({ digest, bytes }) => ({ digest, bytes, op: decodeOp(bytes) }));
}

function pairEqualButInputs(
  left: readonly Candidate[],
  right: readonly Candidate[],
  pair: (a: Candidate, b: Candidate) => void,
): void {
  const bySignature = new Map<string, Candidate[]>();
  for (const candidate of left) {
    const key = signature(candidate);
    const list = bySignature.get(key);
    if (list === undefined) bySignature.set(key, [candidate]);
    else list.push(candidate);
  }
  // Equal ones pair up in their order: steps that repeat a command stay apart.
  for (const list of bySignature.values()) list.reverse();
  for (const candidate of right) {
    const old = bySignature.get(signature(candidate))?.pop();
    if (old !== undefined) pair(old, candidate);
  }
}

// The op with its edges cut, so that only what it does itself is left.
function signature({ bytes, op }: Candidate): string {
  const cut = op.inputs.map(({ index }) => ({ digest: '', index }));
  return Buffer.from(rewriteOp(bytes, cut, undefined)).toString('latin1');
}

function pairByPlace(
  left: readonly Candidate[],
  right: readonly Candidate[],
  pairs: ReadonlyMap<Candidate, Candidate>,
  taken: ReadonlySet<Candidate>,
  pair: (a: Candidate, b: Candidate) => void,
): void {
  const leftByDigest = new Map<string, Candidate>(left.map((one) => [one.digest, one]));
  const rightByDigest = new Map<string, Candidate>(right.map((one) => [one.digest, one]));
  // From the result towards the sources, so that a pair is made before its inputs are looked at.
  for (const consumer of [...right].reverse()) {
    const old = pairs.get(consumer);
    if (old === undefined) continue;
    for (const [index, input] of consumer.op.inputs.entries()) {
      const b = rightByDigest.get(input.digest);
      const a = leftByDigest.get(old.op.inputs[index]?.digest ?? '');
      if (a === undefined || b === undefined || taken.has(a) || pairs.has(b)) continue;
      if (a.op.body?.kind === b.op.body?.kind) pair(a, b);
    }
  }
}

function named(definition: Definition, { digest }: Candidate): ComparedVertex {
  return { digest, name: vertexName(definition, digest) };
}
