/**
 * The content of `synth.lock.json`: everything that synth knows of the world outside the app.
 *
 * Maps are written sorted by key (bytewise), so the file is the same whoever locks.
 */
export interface LockFile {
  readonly version: 1;
  /** By {@link gitLockKey}. */
  readonly git: Readonly<Record<string, GitLock>>;
  /** By {@link debianArchiveKey}. */
  readonly debian: Readonly<Record<string, DebianArchiveLock>>;
}

/** A git ref, resolved. */
export interface GitLock {
  /** 40 hex digits. */
  readonly commit: string;
  /** The object of an annotated tag, 40 hex digits; absent for a light tag or a branch. */
  readonly tag?: string;
}

/** One dated Debian archive: its signed Releases, the package sets asked for, and the packages. */
export interface DebianArchiveLock {
  /** One entry a suite that was read, e.g. `trixie`, `trixie-updates`, `trixie-security`. */
  readonly releases: Readonly<Record<string, DebianReleaseLock>>;
  /** By {@link debianSetKey}: per architecture the names of the closure, sorted. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Per architecture (of the request; an `all` package is listed under each) and name. */
  readonly packages: Readonly<Record<string, Readonly<Record<string, DebianPackageLock>>>>;
}

/** A Release file whose signature was checked. */
export interface DebianReleaseLock {
  /** Archive that holds the suite: the first path segment on the snapshot service. */
  readonly archive: 'debian' | 'debian-security';
  /** Hex sha256 of the file `Release`. */
  readonly sha256: string;
  /** Its `Date`, RFC 3339, UTC. */
  readonly date: string;
  /** Upper-case hex fingerprints of the primary keys that signed it, sorted. */
  readonly signers: readonly string[];
}

/** One .deb. */
export interface DebianPackageLock {
  readonly version: string;
  /** Suite whose index listed it: a key of {@link DebianArchiveLock.releases}. */
  readonly suite: string;
  /** Path below the archive's root, e.g. `pool/main/b/bash/bash_5.2.37-2_amd64.deb`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** A lock with nothing in it. */
export const EMPTY_LOCK: LockFile = { version: 1, git: {}, debian: {} };
