import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly-reader';
import type { TreeNode } from '../assembly/manifest';
import { SolveError } from '../client';
import { BuildError, type SourceLocation } from '../errors';

/**
 * The error of a failed solve, with the path of the construct whose line made the vertex. A vertex
 * knows its line, not its construct: paths stand in no op, so that renaming moves no digest.
 */
export function withConstructPath(error: unknown, assembly: Assembly): unknown {
  if (!(error instanceof SolveError) || error.details.constructPath !== undefined) return error;
  const [place] = error.sources;
  const tree = readTree(assembly);
  const constructPath = place && tree && findNode(tree, place)?.path;
  if (!constructPath) return error;
  return new BuildError(error.code, error.message, {
    ...error.details,
    constructPath,
    cause: error,
  });
}

/** The tree of the constructs, or undefined where the assembly has none that can be read. */
export function readTree({ folder }: Pick<Assembly, 'folder'>): TreeNode | undefined {
  try {
    const tree: TreeNode = JSON.parse(readFileSync(join(folder, 'tree.json'), 'utf8'));
    return Array.isArray(tree.children) ? tree : undefined;
  } catch {
    return undefined;
  }
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
