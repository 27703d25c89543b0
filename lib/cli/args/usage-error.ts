import { BuildError } from '../../errors';

/** An `E_USAGE`: the command line itself is wrong, and nothing was done. */
export function usageError(
  message: string,
  details: { got?: string; expected?: string; fix?: string },
): BuildError {
  return new BuildError('E_USAGE', message, details);
}
