import type { ExecMounts } from './exec-mounts';
import type { ExecOptions } from './exec-options';
import type { StateValues } from './state-values';

/** Capability of a daemon that sets `PATH` itself where the environment has none. */
export const SETS_DEFAULT_PATH = 'exec.meta.setsdefaultpath';

/**
 * What the daemon must be able to do for an exec.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/caps.go
 */
export function execCaps(
  options: ExecOptions,
  values: StateValues,
  { placed, secrets, ssh }: ExecMounts,
): readonly string[] {
  const caps = ['exec.meta.base'];
  const add = (isNeeded: boolean, cap: string): void => {
    if (isNeeded && !caps.includes(cap)) caps.push(cap);
  };
  for (const { mount, source } of placed) {
    if (mount.kind === 'cache') {
      add(true, 'exec.mount.cache');
      add(true, 'exec.mount.cache.sharing');
    } else if (mount.kind === 'tmpfs') {
      add(true, 'exec.mount.tmpfs');
      add(mount.size > 0n, 'exec.mount.tmpfs.size');
    } else {
      add(source !== undefined, 'exec.mount.bind');
    }
    if (mount.kind === 'bind' || mount.kind === 'cache') {
      add((mount.selector ?? '') !== '', 'exec.mount.selector');
      add((mount.contentCache ?? 'default') !== 'default', 'exec.mount.cache.content');
    }
  }
  const secretEnvs = options.secretEnv?.length ?? 0;
  add(secrets.length + secretEnvs > 0, 'exec.mount.secret');
  add(secretEnvs > 0, 'exec.secretenv');
  add(ssh.length > 0, 'exec.mount.ssh');
  add((options.validExitCodes?.length ?? 0) > 0, 'exec.validexitcode');
  add(values.ulimits.length > 0, 'exec.meta.ulimit');
  add(options.linuxResources !== undefined, 'exec.meta.linux.resources');
  add(values.network !== 'sandbox', 'exec.meta.network');
  add(values.security === 'insecure', 'exec.meta.security');
  add(options.proxy !== undefined, 'exec.meta.proxyenv');
  add((options.cdiDevices?.length ?? 0) > 0, 'exec.meta.cdi');
  return caps;
}
