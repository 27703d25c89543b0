import { BuildError } from '../../errors';

/** The error of a result that stdout did not take. */
export function outputFailure(cause: Error): BuildError {
  return new BuildError('E_SYSTEM', `stdout cannot be written: ${cause.message}`, {
    got: cause.message,
    fix: 'free space where it leads to, or let it lead elsewhere',
    cause,
  });
}
