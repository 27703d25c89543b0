import type { Platform } from '../oci/platform';
import { EnvList } from './env-list';

/** Network of a container: its own, the host's, or none. */
export type NetworkMode = 'sandbox' | 'host' | 'none';

/** Whether a container is confined. `insecure` needs an entitlement of build and daemon. */
export type SecurityMode = 'sandbox' | 'insecure';

/** A line of `/etc/hosts` in the container. */
export interface ExtraHost {
  readonly host: string;
  /** IPv4 or IPv6 address; written in its shortest form. */
  readonly ip: string;
}

/** Name of a resource limit, as `setrlimit` has it without `RLIMIT_`. */
export type UlimitName =
  | 'core'
  | 'cpu'
  | 'data'
  | 'fsize'
  | 'locks'
  | 'memlock'
  | 'msgqueue'
  | 'nice'
  | 'nofile'
  | 'nproc'
  | 'rss'
  | 'rtprio'
  | 'rttime'
  | 'sigpending'
  | 'stack';

/** A resource limit of the process; -1 is none. */
export interface Ulimit {
  readonly name: UlimitName;
  readonly soft: number | bigint;
  readonly hard: number | bigint;
}

/** What a state says of the processes that will run on it; no part of its content. */
export interface StateValues {
  readonly dir: string;
  readonly env: EnvList;
  readonly user: string;
  readonly hostname: string;
  readonly cgroupParent: string;
  readonly network: NetworkMode;
  readonly security: SecurityMode;
  readonly platform: Platform | undefined;
  readonly extraHosts: readonly ExtraHost[];
  readonly ulimits: readonly Ulimit[];
}

/** Values of a new state. */
export const INITIAL_VALUES: StateValues = {
  dir: '/',
  env: EnvList.EMPTY,
  user: '',
  hostname: '',
  cgroupParent: '',
  network: 'sandbox',
  security: 'sandbox',
  platform: undefined,
  extraHosts: [],
  ulimits: [],
};
