import type { TreeNode } from '../assembly/manifest';
import type { SourceLocation } from '../errors';

/** The construct that was made at a place; undefined where that is none, or not one alone. */
export function constructAt(tree: TreeNode, place: SourceLocation): TreeNode | undefined {
  const [found, ...others] = allOf(tree).filter(
    ({ source }) =>
      source?.file === place.file && source.line === place.line && source.column === place.column,
  );
  return others.length === 0 ? found : undefined;
}

/** A construct and all below it. */
export function allOf(node: TreeNode): TreeNode[] {
  return [node, ...node.children.flatMap(allOf)];
}
