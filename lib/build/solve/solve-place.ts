import type { Assembly } from '../../assembly/assembly-reader';
import type { TreeNode } from '../../assembly/manifest';
import { SolveError } from '../../client';
import { BuildError, type SourceLocation } from '../../errors';
import { readTree } from './read-tree';

/**
 * The error of a failed solve, with the path of the construct whose line made the vertex. A vertex
 * knows its line, not its construct: paths stand in no op, so that renaming moves no digest. Where a
 * loop makes several constructs at one line, it is the image that is built, or none is told.
 *
 * @param image path of the construct of the image that is built
 */
export function withConstructPath(error: unknown, assembly: Assembly, image: string): unknown {
  if (!(error instanceof SolveError) || error.details.constructPath !== undefined) return error;
  const [place] = error.sources;
  const constructPath = place && constructAt(assembly, place, image);
  if (!constructPath) return error;
  return new BuildError(error.code, error.message, {
    ...error.details,
    constructPath,
    cause: error,
  });
}

/** Path of the construct that a line made: of several it is the image that is built, or none. */
export function constructAt(
  assembly: Assembly,
  place: SourceLocation,
  image: string,
): string | undefined {
  const tree = readTree(assembly.folder);
  const paths = tree === undefined ? [] : pathsAt(tree, place);
  return paths.length === 1 ? paths[0] : paths.find((path) => path === image);
}

/** Paths of all constructs that a place in the source made. */
function pathsAt({ children, path, source }: TreeNode, place: SourceLocation): string[] {
  const isIt =
    source?.file === place.file && source.line === place.line && source.column === place.column;
  return [...(isIt ? [path] : []), ...children.flatMap((child) => pathsAt(child, place))];
}
