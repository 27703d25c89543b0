import { BuildError } from '../errors';
import { debianSetKey, type LockRequest } from './lock-request';
import type { RequestManifest } from './manifest';

/** One `E_LOCK_MISSING` for each request that the lock does not answer. */
export function lockMissingErrors(missing: readonly RequestManifest[]): BuildError[] {
  return missing.map(({ constructPath, request, source }) => {
    const details = { constructPath, source, fix: 'run "synth lock" and commit synth.lock.json' };
    return new BuildError(
      'E_LOCK_MISSING',
      `${constructPath}: ${describe(request)} is not locked`,
      details,
    );
  });
}

function describe(request: LockRequest): string {
  if (request.kind === 'git') return `"${request.ref}" of ${request.url}`;
  return `the package set "${debianSetKey(request)}" of ${request.suite} at ${request.snapshot}`;
}
