import type { Assembly } from '../../assembly/assembly-reader';
import { constructAt } from '../../assembly/construct-at';
import { readTree } from '../../assembly/read-tree';
import { SolveError } from '../../client';
import { BuildError } from '../../errors';

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
  const tree = readTree(assembly.folder);
  const constructPath = place && tree && constructAt(tree, place, image)?.path;
  if (!constructPath) return error;
  return new BuildError(error.code, error.message, {
    ...error.details,
    constructPath,
    cause: error,
  });
}
