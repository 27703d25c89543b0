import { debianArchiveKey, debianSetKey, type LockRequest } from '../assembly/lock-request';
import type { RequestManifest } from '../assembly/manifest';
import { BuildError, BuildErrors, type ErrorCode } from '../errors';

/** Name of the lock, in the working folder. */
export const LOCK_FILE = 'synth.lock.json';

/**
 * Refuses requests that the lock does not answer.
 *
 * @throws BuildErrors one for each, with its construct, its line and the command that mends it
 */
export function requireLocked(missing: readonly RequestManifest[]): void {
  BuildErrors.throwIfAny(missing.map((one) => missingError(one, 'E_LOCK_MISSING')));
}

/** The error for one request that the lock does not answer. */
export function missingError(
  { constructPath, source, request }: RequestManifest,
  code: Extract<ErrorCode, 'E_LOCK_MISSING' | 'E_LOCK_DIFFERS'>,
): BuildError {
  return new BuildError(code, `${describeRequest(request)} is not locked`, {
    constructPath,
    source,
    expected: `an entry in ${LOCK_FILE}`,
    fix: `run "synth lock" and commit ${LOCK_FILE}`,
  });
}

function describeRequest(request: LockRequest): string {
  if (request.kind === 'git') return `git ref "${request.ref}" of "${request.url}"`;
  return `package set "${debianSetKey(request)}" of "${debianArchiveKey(request)}"`;
}
