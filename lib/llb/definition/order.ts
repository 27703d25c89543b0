import { decodeOp } from '../wire/decode-op';
import type { DefinitionOp } from './definition';

/**
 * Ops with each behind all it uses, otherwise in their order.
 *
 * Go's client writes them so; nothing demands it of others.
 */
export function inputsFirst(ops: readonly DefinitionOp[]): readonly DefinitionOp[] {
  const byDigest = new Map<string, DefinitionOp>();
  for (const op of ops) byDigest.set(op.digest, op);
  const sorted = new Set<DefinitionOp>();
  for (const root of ops) {
    const open = [{ op: root, inputs: decodeOp(root.bytes).inputs, next: 0 }];
    for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
      const input = sorted.has(frame.op) ? undefined : frame.inputs[frame.next++];
      if (input === undefined) {
        sorted.add(byDigest.get(frame.op.digest) ?? frame.op);
        open.pop();
        continue;
      }
      const op = byDigest.get(input.digest);
      if (op === undefined || sorted.has(op)) continue;
      open.push({ op, inputs: decodeOp(op.bytes).inputs, next: 0 });
    }
  }
  return [...sorted];
}
