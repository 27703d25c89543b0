import { allOf } from '../assembly/construct-at';
import type { TreeNode } from '../assembly/manifest';
import { valueChanges } from '../graph';
import type { ConstructDifference } from './construct-difference';

/** Constructs that one of two trees alone has, or that have another type or line. */
export function compareTrees(
  before: TreeNode | undefined,
  after: TreeNode | undefined,
): ConstructDifference[] {
  const old = byPath(before);
  const now = byPath(after);
  return [...new Set([...old.keys(), ...now.keys()])].map((constructPath) => {
    const [was, is] = [old.get(constructPath), now.get(constructPath)];
    return {
      constructPath,
      source: (was ?? is)?.source,
      platforms: [],
      changes: valueChanges(described(was), described(is)).map((change) => ({
        ...change,
        of: 'construct',
      })),
    };
  });
}

function byPath(tree: TreeNode | undefined): ReadonlyMap<string, TreeNode> {
  return new Map((tree === undefined ? [] : allOf(tree)).map((node) => [node.path, node]));
}

function described(node: TreeNode | undefined): object {
  return node === undefined ? {} : { type: node.type, source: node.source };
}
