import type { SourceLocation } from '../errors';
import type { TreeNode } from './manifest';

/**
 * The construct that was made at a place. Of several, as a loop makes them, it is the one with the
 * preferred path; undefined where that is not among them, and where there is none.
 *
 * @param preferred path of a construct. @default - none
 */
export function constructAt(
  tree: TreeNode,
  place: SourceLocation,
  preferred?: string,
): TreeNode | undefined {
  const made = allOf(tree).filter(
    ({ source }) =>
      source?.file === place.file && source.line === place.line && source.column === place.column,
  );
  return made.length === 1 ? made[0] : made.find(({ path }) => path === preferred);
}

/** A construct and all below it. */
export function allOf(node: TreeNode): TreeNode[] {
  return [node, ...node.children.flatMap(allOf)];
}
