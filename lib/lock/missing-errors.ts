import { BuildError } from '../errors';
import type { AskedRequest } from './asked';

/** One `E_LOCK_MISSING` for each request that the lock does not answer. */
export function missingErrors(missing: readonly AskedRequest[]): BuildError[] {
  return missing.map(
    ({ constructPath, says, source }) =>
      new BuildError('E_LOCK_MISSING', `${constructPath}: ${says} is not locked`, {
        constructPath,
        source,
        fix: 'run "synth lock" and commit synth.lock.json',
      }),
  );
}
