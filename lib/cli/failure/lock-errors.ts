import { lockMissingErrors } from '../../assembly/lock-missing';
import type { RequestManifest } from '../../assembly/manifest';
import { BuildErrors } from '../../errors';

/** Name of the lock, in the working folder. */
export const LOCK_FILE = 'synth.lock.json';

/**
 * Refuses requests that the lock does not answer.
 *
 * @throws BuildErrors one for each, with its construct, its line and the command that mends it
 */
export function requireLocked(missing: readonly RequestManifest[]): void {
  BuildErrors.throwIfAny(lockMissingErrors(missing));
}
