import { BuildError } from '../../errors';

/** The error of a result that could not be written on this machine. */
export function exportError(target: string, cause: unknown): BuildError {
  const message = `result could not be written to "${target}"`;
  if (BuildError.is(cause)) {
    return new BuildError(cause.code, `${message}: ${cause.message}`, { ...cause.details, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BuildError('E_EXPORT', `${message}: ${reason}`, {
    got: reason,
    fix: 'check the path, its permissions and the free space, and build again',
    cause,
  });
}

/** The error of a file tree that no daemon of good faith sends; nothing of it is written. */
export function badTree(reason: string): BuildError {
  return new BuildError('E_EXPORT', `the daemon sent a broken file tree: ${reason}`, {
    got: reason,
    expected: 'each entry once and in order, in a folder that was sent, and all of its content',
    fix: 'build again; if it stays, do not trust this daemon',
  });
}
