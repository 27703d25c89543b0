/**
 * What a construct needs to know from outside. `synth lock` resolves requests, synth reads the
 * answers. A request is found in the lock by its key alone, so a changed request is a missing one.
 */
export type LockRequest = GitLockRequest | DebianLockRequest;

/** The commit behind a tag or branch of a git repository. */
export interface GitLockRequest {
  readonly kind: 'git';
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** Full ref name, e.g. `refs/tags/v1.2.0` or `refs/heads/main`. */
  readonly ref: string;
}

/** The dependency closure of a set of Debian packages in a dated archive. */
export interface DebianLockRequest {
  readonly kind: 'debian';
  /** Code name, e.g. `trixie`. */
  readonly suite: string;
  /** Date of the snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Archive components, e.g. `main`. */
  readonly components: readonly string[];
  /**
   * Packages that the closure starts from beside `include`: `minbase` is every essential package,
   * every package of priority required, and apt; `none` is nothing.
   */
  readonly variant: 'minbase' | 'none';
  /** Names of packages whose closure (Pre-Depends and Depends) is wanted, sorted. */
  readonly include: readonly string[];
  /** Debian architectures to resolve for, sorted, e.g. `amd64`. */
  readonly architectures: readonly string[];
}

/** The key of a git request in the lock: `<url>#<ref>`. */
export function gitLockKey({ url, ref }: GitLockRequest): string {
  return `${url}#${ref}`;
}

/** The key of the archive of a Debian request: `<suite>@<snapshot>`. */
export function debianArchiveKey({ suite, snapshot }: DebianLockRequest): string {
  return `${suite}@${snapshot}`;
}

/** The key of a Debian request within its archive, e.g. `minbase gcc make [amd64] (main)`. */
export function debianSetKey(request: DebianLockRequest): string {
  const names = [request.variant === 'none' ? [] : [request.variant], request.include].flat();
  return `${names.join(' ')} [${request.architectures.join(' ')}] (${request.components.join(' ')})`;
}
