import { BuildError } from '../../errors';
import { decodeOp } from '../wire/decode-op';
import { terminalOp } from '../wire/encode-op';
import { Definition, type DefinitionOp } from './definition';

/**
 * The graph that ends in an output of an op of a definition: the op with all that it uses. It has the
 * same vertexes, by digest, with their names and without their lines.
 *
 * @throws BuildError `E_LLB_DECODE` when there is no such op
 */
export function partOf({ metadata, ops }: Definition, digest: string, index = 0): Definition {
  const byDigest = new Map(ops.map((op) => [op.digest as string, op]));
  const used = new Set<DefinitionOp>();
  const next = [digest];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    const op = byDigest.get(one);
    if (op === undefined) throw new BuildError('E_LLB_DECODE', `definition has no op ${one}`);
    if (used.has(op)) continue;
    used.add(op);
    next.push(...decodeOp(op.bytes).inputs.map((input) => input.digest));
  }
  const parts = ops.filter((op) => used.has(op));
  const terminal = terminalOp({ digest, index });
  const known = parts.flatMap((op) => {
    const of = metadata.get(op.digest);
    return of === undefined ? [] : [[op.digest as string, of] as const];
  });
  return new Definition([...parts, terminal], new Map(known), () => undefined);
}
