import { createHash } from 'node:crypto';
import type { TreeHead } from './signed-tree';

/**
 * The hash of a whole subtree of a log: of the `2 ** level` records from `index * 2 ** level` on. Whoever it
 * comes from, it is believed only where the hash of the log follows from it.
 */
export type SubtreeHash = (level: number, index: number) => Buffer;

/** The hash of a record. @see RFC 6962, 2.1 */
export function recordHash(record: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(record).digest();
}

/** The hash of two subtrees. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/**
 * Whether a record is in a log at a place.
 *
 * @see RFC 6962, 2.1.1
 */
export function isInTree(
  record: string,
  place: number,
  { hash, size }: TreeHead,
  subtree: SubtreeHash,
): boolean {
  if (place < 0 || place >= size) return false;
  const own = recordHash(record);
  const root = rootOf(0, size, (from, to) => {
    if (place < from || place >= to) return subtreeOf(from, to, subtree);
    return to - from === 1 ? own : undefined;
  });
  return root.equals(hash);
}

/**
 * Whether a log is an earlier state of another: whether that begins with all records of this.
 *
 * @see RFC 6962, 2.1.2
 */
export function isEarlier(earlier: TreeHead, later: TreeHead, subtree: SubtreeHash): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === 0) return true;
  // Both are made of the same subtrees, as far as the earlier one goes.
  const whole = (from: number, to: number) =>
    from < earlier.size && to > earlier.size ? undefined : subtreeOf(from, to, subtree);
  const roots = [rootOf(0, earlier.size, whole), rootOf(0, later.size, whole)];
  return roots[0]?.equals(earlier.hash) === true && roots[1]?.equals(later.hash) === true;
}

/** @param known the hash of some records, or undefined where it is to be made of two parts */
function rootOf(
  from: number,
  to: number,
  known: (from: number, to: number) => Buffer | undefined,
): Buffer {
  const found = known(from, to);
  if (found !== undefined) return found;
  const middle = from + 2 ** levelBelow(to - from);
  return nodeHash(rootOf(from, middle, known), rootOf(middle, to, known));
}

/** The hash of a subtree that is whole; undefined for records that are none. */
function subtreeOf(from: number, to: number, subtree: SubtreeHash): Buffer | undefined {
  if (to - from === 1) return subtree(0, from);
  const level = levelBelow(to - from) + 1;
  return 2 ** level === to - from ? subtree(level, from / 2 ** level) : undefined;
}

/** Of the largest power of two that is less. */
function levelBelow(size: number): number {
  let level = 0;
  while (2 ** (level + 1) < size) level += 1;
  return level;
}
