import { suitesOf } from '../debian/suites';
import { BuildError } from '../errors';
import type { DebianPackageLock, GitLock, LockFile } from './lock-file';
import {
  type DebianLockRequest,
  debianArchiveKey,
  debianSetKey,
  type GitLockRequest,
  gitLockKey,
} from './lock-request';

/** A package of a locked set, with the archive that its suite belongs to. */
export interface LockedPackage extends DebianPackageLock {
  readonly name: string;
  readonly archive: 'debian' | 'debian-security';
}

/** The lock's answer to a git request, or undefined where there is none. */
export function findLockedGit(lock: LockFile, request: GitLockRequest): GitLock | undefined {
  return own(lock.git, gitLockKey(request));
}

/**
 * The lock's answer to a git request.
 *
 * @throws BuildError `E_LOCK_MISSING` when there is none
 */
export function lockedGit(lock: LockFile, request: GitLockRequest): GitLock {
  return findLockedGit(lock, request) ?? missing(gitLockKey(request));
}

/**
 * The lock's answer to a Debian request for one of its architectures: the closure, sorted by name;
 * undefined where the set, a package of it or the Release of one of the suites is not there, also of
 * a suite that no package was taken from: that there was nothing better in it is part of the answer.
 */
export function findLockedPackages(
  lock: LockFile,
  request: DebianLockRequest,
  architecture: string,
): LockedPackage[] | undefined {
  const archive = own(lock.debian, debianArchiveKey(request));
  if (!suitesOf(request.suite).every(({ suite }) => own(archive?.releases, suite)))
    return undefined;
  const names = own(own(archive?.sets, debianSetKey(request)), architecture);
  const packages = own(archive?.packages, architecture);
  const found = names?.flatMap((name) => {
    const entry = own(packages, name);
    const release = entry === undefined ? undefined : own(archive?.releases, entry.suite);
    return entry === undefined || release === undefined
      ? []
      : [{ name, ...entry, archive: release.archive }];
  });
  return found?.length === names?.length ? found : undefined;
}

/**
 * As {@link findLockedPackages}.
 *
 * @throws BuildError `E_LOCK_MISSING` where that finds nothing
 */
export function lockedPackages(
  lock: LockFile,
  request: DebianLockRequest,
  architecture: string,
): LockedPackage[] {
  const found = findLockedPackages(lock, request, architecture);
  return found ?? missing(`${debianArchiveKey(request)} ${debianSetKey(request)}`);
}

// Keys come from the app and from Debian: "constructor" is a fine name for either.
function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function missing(key: string): never {
  throw new BuildError('E_LOCK_MISSING', `the lock has no entry "${key}"`, {
    fix: 'run "synth lock" and commit synth.lock.json',
  });
}
