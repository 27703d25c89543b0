import type { ExtraHost, NetworkMode, SecurityMode, Ulimit } from '../state-values';
import type { OpOptions } from '../vertex/constraints';
import type { Mount, SecretEnv } from './mount';

/**
 * What an exec runs, on what, and how.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/exec.go `RunOption`
 */
export interface ExecOptions extends OpOptions {
  /** The program and its arguments; no shell stands between. Becomes `Meta.args`. */
  readonly args: readonly string[];
  /**
   * Variables set for this exec after those of the state, in this order. Becomes `Meta.env`.
   *
   * @default - those of the state
   */
  readonly env?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /**
   * Working directory; a relative one starts at that of the state. Becomes `Meta.cwd`.
   *
   * @default - that of the state
   */
  readonly cwd?: string;
  /**
   * User, as name or id, with `:group` or without. Becomes `Meta.user`.
   *
   * @default - that of the state
   */
  readonly user?: string;
  /**
   * Mounts beside the root. Becomes `ExecOp.mounts`, sorted by target.
   *
   * @default - none
   */
  readonly mounts?: readonly Mount[];
  /**
   * Secrets of the session as variables. Becomes `ExecOp.secretenv`, BuildKit 0.10 and newer.
   *
   * @default - none
   */
  readonly secretEnv?: readonly SecretEnv[];
  /**
   * Nothing can be written to the root, and the root is no output.
   *
   * @default false
   */
  readonly readonlyRootfs?: boolean;
  /**
   * Network of the container. Becomes `ExecOp.network`; `host` needs an entitlement.
   *
   * @default - that of the state
   */
  readonly network?: NetworkMode;
  /**
   * Confinement of the container. Becomes `ExecOp.security`; `insecure` needs an entitlement.
   *
   * @default - that of the state
   */
  readonly security?: SecurityMode;
  /**
   * Host name in the container. Becomes `Meta.hostname`.
   *
   * @default - that of the state
   */
  readonly hostname?: string;
  /**
   * Lines of `/etc/hosts` after those of the state. Becomes `Meta.extraHosts`.
   *
   * @default - those of the state
   */
  readonly extraHosts?: readonly ExtraHost[];
  /**
   * Resource limits after those of the state. Becomes `Meta.ulimit`, BuildKit 0.10 and newer.
   *
   * @default - those of the state
   */
  readonly ulimits?: readonly Ulimit[];
  /**
   * Control group above that of the container. Becomes `Meta.cgroupParent`.
   *
   * @default - that of the state
   */
  readonly cgroupParent?: string;
  /**
   * Exit codes that are no failure. Becomes `Meta.validExitCodes`, BuildKit 0.17 and newer.
   *
   * @default - 0 alone
   */
  readonly validExitCodes?: readonly number[];
  /**
   * Proxy variables, which are not part of the cache key. Becomes `Meta.proxy_env`.
   *
   * @default - none
   */
  readonly proxy?: ProxyEnv;
  /**
   * Devices of the host by CDI name. Becomes `ExecOp.cdiDevices`, BuildKit 0.20 and newer.
   *
   * @default - none
   */
  readonly cdiDevices?: readonly CdiDevice[];
}

/** Proxy variables of an exec; each is set in lower and upper case. */
export interface ProxyEnv {
  /** @default - none */
  readonly httpProxy?: string;
  /** @default - none */
  readonly httpsProxy?: string;
  /** @default - none */
  readonly ftpProxy?: string;
  /** @default - none */
  readonly noProxy?: string;
  /** @default - none */
  readonly allProxy?: string;
}

/** A device of the host, by its CDI name such as `vendor.com/gpu=0`. */
export interface CdiDevice {
  readonly name: string;
  /**
   * The exec runs even if the host does not have it.
   *
   * @default false
   */
  readonly optional?: boolean;
}
