import type { SolveStatus, VertexLog, VertexState } from '../../client';

const IMPORT = /^importing cache manifest from /;
const NOT_THERE = /: not found$/;
const SAID = Buffer.from('nothing is there yet\n');
const STDERR = 2;

/**
 * Tells of a cache that nobody has written yet, such as that of a new branch, as of what it is: no
 * failure, which is how a daemon tells of it.
 */
export function tellMissingCaches(status: SolveStatus): SolveStatus {
  const missing = status.vertexes.filter(isMissing);
  if (missing.length === 0) return status;
  const logs = missing.map(({ completed = 0, digest }): VertexLog => {
    return { vertex: digest, stream: STDERR, data: SAID, timestamp: completed };
  });
  return {
    ...status,
    logs: [...status.logs, ...logs],
    vertexes: status.vertexes.map((vertex) =>
      isMissing(vertex) ? { ...vertex, error: '' } : vertex,
    ),
  };
}

const isMissing = ({ error, name }: VertexState): boolean =>
  IMPORT.test(name) && NOT_THERE.test(error);
