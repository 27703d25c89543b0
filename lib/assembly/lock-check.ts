import type { LockFile } from './lock-file';
import { debianArchiveKey, debianSetKey, gitLockKey, type LockRequest } from './lock-request';
import { findLockedGit, findLockedPackages } from './locked';
import type { RequestManifest } from './manifest';

/** How a lock differs from what an app asks for. */
export interface LockDifference {
  /** Requests that the lock does not answer, in the order of the app. */
  readonly missing: readonly RequestManifest[];
  /** Entries of the lock that nothing asks for, as places in the file, sorted. */
  readonly unused: readonly string[];
}

/** Compares the requests of an app with its lock. */
export function checkLock(requests: readonly RequestManifest[], lock: LockFile): LockDifference {
  const used = new Set(requests.flatMap(({ request }) => placesOf(request)));
  const unused: string[] = [];
  for (const key of Object.keys(lock.git)) {
    const place = `git["${key}"]`;
    if (!used.has(place)) unused.push(place);
  }
  for (const [archiveKey, archive] of Object.entries(lock.debian)) {
    const place = `debian["${archiveKey}"]`;
    if (!used.has(place)) {
      unused.push(place);
      continue;
    }
    const usedNames = new Set<string>();
    for (const [setKey, closures] of Object.entries(archive.sets)) {
      const setPlace = `${place}.sets["${setKey}"]`;
      if (!used.has(setPlace)) unused.push(setPlace);
      for (const [architecture, names] of Object.entries(closures)) {
        for (const name of names) usedNames.add(`${architecture} ${name}`);
      }
    }
    for (const [architecture, packages] of Object.entries(archive.packages)) {
      for (const name of Object.keys(packages)) {
        if (usedNames.has(`${architecture} ${name}`)) continue;
        unused.push(`${place}.packages.${architecture}["${name}"]`);
      }
    }
  }
  return {
    missing: requests.filter(({ request }) => !isLocked(request, lock)),
    unused: unused.sort(),
  };
}

/** True where the lock answers the request. */
export function isLocked(request: LockRequest, lock: LockFile): boolean {
  if (request.kind === 'git') return findLockedGit(lock, request) !== undefined;
  return request.architectures.every(
    (architecture) => findLockedPackages(lock, request, architecture) !== undefined,
  );
}

/** The places in the lock that answer a request. */
function placesOf(request: LockRequest): string[] {
  if (request.kind === 'git') return [`git["${gitLockKey(request)}"]`];
  const archive = `debian["${debianArchiveKey(request)}"]`;
  return [archive, `${archive}.sets["${debianSetKey(request)}"]`];
}
