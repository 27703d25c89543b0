/**
 * `pb.ExecOp`: a process in a container, its mounts, and which of them are outputs.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `ExecOp`
 */
export interface ExecMessage {
  readonly kind: 'exec';
  readonly meta?: MetaMessage | undefined;
  readonly mounts: readonly MountMessage[];
  /** One of `NETWORK_MODES`. */
  readonly network: number;
  /** One of `SECURITY_MODES`. */
  readonly security: number;
  readonly secretEnv: readonly SecretEnvMessage[];
  readonly cdiDevices: readonly CdiDeviceMessage[];
}

/** `pb.Meta`: what the process is started with. */
export interface MetaMessage {
  readonly args: readonly string[];
  /** `KEY=value`, in the order in which they were set. */
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly proxyEnv?: ProxyEnvMessage | undefined;
  readonly extraHosts: readonly HostIpMessage[];
  readonly hostname: string;
  readonly ulimits: readonly UlimitMessage[];
  readonly cgroupParent: string;
  readonly removeMountStubsRecursive: boolean;
  readonly validExitCodes: readonly number[];
}

/** `pb.ProxyEnv`: proxy variables that are not part of the cache key. */
export interface ProxyEnvMessage {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly ftpProxy: string;
  readonly noProxy: string;
  readonly allProxy: string;
}

/** `pb.HostIP`: a line of `/etc/hosts`. */
export interface HostIpMessage {
  readonly host: string;
  readonly ip: string;
}

/** `pb.Ulimit`: a resource limit of the process; -1 is none. */
export interface UlimitMessage {
  readonly name: string;
  readonly soft: bigint;
  readonly hard: bigint;
}

/** `pb.Mount`: one mount of the container. */
export interface MountMessage {
  /** Which input of the op, or -1 for an empty file system. */
  readonly input: number;
  readonly selector: string;
  readonly dest: string;
  /** Which output of the op, or -1 for none. */
  readonly output: number;
  readonly readonly: boolean;
  /** One of `MOUNT_TYPES`. */
  readonly mountType: number;
  readonly tmpfsOpt?: TmpfsOptMessage | undefined;
  readonly cacheOpt?: CacheOptMessage | undefined;
  readonly secretOpt?: SecretOptMessage | undefined;
  readonly sshOpt?: SecretOptMessage | undefined;
  readonly resultId: string;
  /** One of `CONTENT_CACHE_MODES`. */
  readonly contentCache: number;
}

/** `pb.TmpfsOpt`: size in bytes, 0 for no limit. */
export interface TmpfsOptMessage {
  readonly size: bigint;
}

/** `pb.CacheOpt`: which cache, and who may use it at the same time. */
export interface CacheOptMessage {
  readonly id: string;
  /** 0 for shared, 1 for private, 2 for locked. */
  readonly sharing: number;
}

/** `pb.SecretOpt` and `pb.SSHOpt`, which have the same fields. */
export interface SecretOptMessage {
  readonly id: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly optional: boolean;
}

/** `pb.SecretEnv`: an environment variable whose value is a secret. */
export interface SecretEnvMessage {
  readonly id: string;
  readonly name: string;
  readonly optional: boolean;
}

/** `pb.CDIDevice`: a device of the host, by its CDI name. */
export interface CdiDeviceMessage {
  readonly name: string;
  readonly optional: boolean;
}

/** `pb.NetMode` by name. */
export const NETWORK_MODES = { sandbox: 0, host: 1, none: 2 } as const;

/** `pb.SecurityMode` by name. */
export const SECURITY_MODES = { sandbox: 0, insecure: 1 } as const;

/** `pb.MountType` by name. */
export const MOUNT_TYPES = { bind: 0, secret: 1, ssh: 2, cache: 3, tmpfs: 4 } as const;

/** `pb.CacheSharingOpt` by name. */
export const CACHE_SHARING_MODES = { shared: 0, private: 1, locked: 2 } as const;

/** `pb.MountContentCache` by name. */
export const CONTENT_CACHE_MODES = { default: 0, on: 1, off: 2 } as const;
