import { BuildErrors } from '../../errors';
import type { AskedRequest } from '../../lock/asked';
import { missingErrors } from '../../lock/missing-errors';

/**
 * Refuses requests that the lock does not answer.
 *
 * @throws BuildErrors one for each, with its construct, its line and the command that mends it
 */
export function requireLocked(missing: readonly AskedRequest[]): void {
  BuildErrors.throwIfAny(missingErrors(missing));
}
