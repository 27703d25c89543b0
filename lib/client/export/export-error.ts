import { BuildError } from '../../errors';

/** The error of a result that could not be written on this machine. */
export function exportError(target: string, cause: unknown): BuildError {
  if (BuildError.is(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BuildError('E_EXPORT', `result could not be written to "${target}": ${reason}`, {
    got: reason,
    fix: 'check the path, its permissions and the free space, and build again',
    cause,
  });
}
