import type { Assembly } from '../../assembly/assembly-reader';
import type { TreeNode } from '../../assembly/manifest';
import { SolveError } from '../../client';
import { BuildError, type SourceLocation } from '../../errors';
import { readTree } from './read-tree';

/**
 * The error of a failed solve, with the path of the construct whose line made the vertex. A vertex
 * knows its line, not its construct: paths stand in no op, so that renaming moves no digest.
 */
export function withConstructPath(error: unknown, assembly: Assembly): unknown {
  if (!(error instanceof SolveError) || error.details.constructPath !== undefined) return error;
  const [place] = error.sources;
  const constructPath = place && constructAt(assembly, place);
  if (!constructPath) return error;
  return new BuildError(error.code, error.message, {
    ...error.details,
    constructPath,
    cause: error,
  });
}

/** Path of the construct that a line made, or undefined. */
export function constructAt(assembly: Assembly, place: SourceLocation): string | undefined {
  const tree = readTree(assembly.folder);
  return tree && findNode(tree, place)?.path;
}

function findNode(node: TreeNode, place: SourceLocation): TreeNode | undefined {
  const { source } = node;
  const isIt =
    source?.file === place.file && source.line === place.line && source.column === place.column;
  if (isIt) return node;
  for (const child of node.children) {
    const found = findNode(child, place);
    if (found !== undefined) return found;
  }
  return undefined;
}
