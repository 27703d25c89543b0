import type { State } from '../state';
import {
  checkId,
  checkInt64,
  checkInteger,
  checkMode,
  checkNotEmpty,
  optionError,
} from '../vertex/option-check';

/**
 * One mount of an exec.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/exec.go
 */
export type Mount = BindMount | CacheMount | TmpfsMount | SecretMount | SshMount;

/** Whether a mount's content is hashed for the cache of what uses it. */
export type ContentCacheMode = 'default' | 'on' | 'off';

/** Who may use a cache mount at the same time. */
export type CacheSharing = 'shared' | 'private' | 'locked';

/** Content of another state at a path; see {@link bindMount}. */
export interface BindMount {
  readonly kind: 'bind';
  readonly target: string;
  readonly state: State;
  readonly readonly: boolean;
  readonly selector: string;
  readonly forceNoOutput: boolean;
  readonly contentCache: ContentCacheMode;
}

/** Options of {@link bindMount}. */
export interface BindMountOptions {
  /**
   * Nothing can be written; the mount is no output. Becomes `Mount.readonly`.
   *
   * @default false
   */
  readonly readonly?: boolean;
  /**
   * Path inside the state that is mounted. Becomes `Mount.selector`.
   *
   * @default - the whole state
   */
  readonly selector?: string;
  /**
   * What is written is thrown away, and the mount is no output.
   *
   * @default false
   */
  readonly forceNoOutput?: boolean;
  /**
   * Whether the exec is found in the cache by what the mount holds, BuildKit 0.13 and newer.
   * Becomes `Mount.contentCache`.
   *
   * @default 'default'
   */
  readonly contentCache?: ContentCacheMode;
}

/**
 * Mounts a state at a path. Becomes `Mount` of type `BIND`.
 *
 * A writable one is an output of the exec, see `Exec.mount`.
 */
export function bindMount(target: string, state: State, options: BindMountOptions = {}): BindMount {
  return {
    kind: 'bind',
    target: checkNotEmpty('mount target', target),
    state,
    readonly: options.readonly ?? false,
    selector: options.selector ?? '',
    forceNoOutput: options.forceNoOutput ?? false,
    contentCache: options.contentCache ?? 'default',
  };
}

/** A folder that outlives builds; see {@link cacheMount}. */
export interface CacheMount {
  readonly kind: 'cache';
  readonly target: string;
  readonly state: State | undefined;
  readonly readonly: boolean;
  readonly selector: string;
  readonly contentCache: ContentCacheMode;
  readonly id: string;
  readonly sharing: CacheSharing;
}

/** Options of {@link cacheMount}. */
export interface CacheMountOptions extends Omit<BindMountOptions, 'forceNoOutput'> {
  /**
   * Which cache: mounts with the same id share one. Becomes `CacheOpt.ID`.
   *
   * @default - the target
   */
  readonly id?: string;
  /**
   * What happens when two execs use the cache at once. Becomes `CacheOpt.sharing`.
   *
   * @default 'shared'
   */
  readonly sharing?: CacheSharing;
  /**
   * Content of the cache when it is new.
   *
   * @default - empty
   */
  readonly source?: State;
}

/** Mounts a cache that outlives builds and is no output. Becomes `Mount` of type `CACHE`. */
export function cacheMount(target: string, options: CacheMountOptions = {}): CacheMount {
  return {
    kind: 'cache',
    target: checkNotEmpty('mount target', target),
    state: options.source,
    readonly: options.readonly ?? false,
    selector: options.selector ?? '',
    contentCache: options.contentCache ?? 'default',
    id: checkNotEmpty('cache mount id', options.id ?? target),
    sharing: options.sharing ?? 'shared',
  };
}

/** A file system in memory; see {@link tmpfsMount}. */
export interface TmpfsMount {
  readonly kind: 'tmpfs';
  readonly target: string;
  readonly size: bigint;
  readonly readonly: boolean;
}

/** Options of {@link tmpfsMount}. */
export interface TmpfsMountOptions {
  /**
   * Largest size in bytes. Becomes `TmpfsOpt.size`.
   *
   * @default - no limit
   */
  readonly size?: number | bigint;
  /**
   * Nothing can be written. Becomes `Mount.readonly`.
   *
   * @default false
   */
  readonly readonly?: boolean;
}

/** Mounts memory that is gone after the exec. Becomes `Mount` of type `TMPFS`. */
export function tmpfsMount(target: string, options: TmpfsMountOptions = {}): TmpfsMount {
  const size = checkInt64('tmpfs size', options.size ?? 0);
  if (size < 0n) throw optionError('tmpfs size', String(size), 'a number of bytes');
  checkNotEmpty('mount target', target);
  return { kind: 'tmpfs', target, size, readonly: options.readonly ?? false };
}

/** A secret as a file; see {@link secretMount}. */
export interface SecretMount extends FileOfSession {
  readonly kind: 'secret';
  readonly target: string;
}

/** A socket to an ssh agent; see {@link sshMount}. */
export interface SshMount extends FileOfSession {
  readonly kind: 'ssh';
  /** Undefined for `/run/buildkit/ssh_agent.N`. */
  readonly target: string | undefined;
}

interface FileOfSession {
  readonly id: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly optional: boolean;
}

/** Options of {@link secretMount} and {@link sshMount}. */
export interface SecretMountOptions {
  /**
   * Name under which the session offers it.
   *
   * @default - the target of a secret; the default agent for ssh
   */
  readonly id?: string;
  /**
   * Owner in the container.
   *
   * @default 0
   */
  readonly uid?: number;
  /**
   * Group in the container.
   *
   * @default 0
   */
  readonly gid?: number;
  /**
   * Mode bits.
   *
   * @default - 0o400 for a secret, 0o600 for a socket
   */
  readonly mode?: number;
  /**
   * The exec runs even if the session does not have it.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/**
 * Mounts a secret of the session as a file that no layer holds. Becomes `Mount` of type `SECRET`.
 *
 * Neither the value nor its change is part of any digest.
 */
export function secretMount(target: string, options: SecretMountOptions = {}): SecretMount {
  const id = options.id ?? checkNotEmpty('secret target', target);
  return { kind: 'secret', target, ...fileOfSession(options, id, 0o400) };
}

/** Options of {@link sshMount}. */
export interface SshMountOptions extends SecretMountOptions {
  /**
   * Path of the socket; `SSH_AUTH_SOCK` names the first one unless it is set.
   *
   * @default - `/run/buildkit/ssh_agent.N`
   */
  readonly target?: string;
}

/** Mounts a socket to an ssh agent of the session. Becomes `Mount` of type `SSH`. */
export function sshMount(options: SshMountOptions = {}): SshMount {
  const target = options.target === '' ? undefined : options.target;
  return { kind: 'ssh', target, ...fileOfSession(options, options.id ?? '', 0o600) };
}

function fileOfSession(options: SecretMountOptions, id: string, mode: number): FileOfSession {
  return {
    id,
    uid: checkId('uid', options.uid ?? 0),
    gid: checkId('gid', options.gid ?? 0),
    mode: checkMode('mode', options.mode ?? mode),
    optional: options.optional ?? false,
  };
}

/** A secret of the session as an environment variable of one exec. */
export interface SecretEnv {
  /** Name of the variable. */
  readonly name: string;
  /**
   * Name under which the session offers the secret.
   *
   * @default - the name of the variable
   */
  readonly id?: string;
  /**
   * The exec runs even if the session does not have it.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** Checks a list of exit codes. */
export function checkExitCodes(codes: readonly number[]): readonly number[] {
  return codes.map((code) => checkInteger('validExitCodes', code, -(2 ** 31), 2 ** 31 - 1));
}
