import type { StateValues } from '../state-values';
import type { ExecMounts } from './mounts';
import type { ExecOptions } from './options';

/** Capability of a daemon that sets `PATH` itself where the environment has none. */
export const SETS_DEFAULT_PATH = 'exec.meta.setsdefaultpath';

const CAPS = [
  'exec.meta.base',
  'exec.mount.bind',
  'exec.mount.cache',
  'exec.mount.cache.sharing',
  'exec.mount.cache.content',
  'exec.mount.selector',
  'exec.mount.tmpfs',
  'exec.mount.tmpfs.size',
  'exec.mount.secret',
  'exec.mount.ssh',
  'exec.secretenv',
  'exec.validexitcode',
  'exec.meta.ulimit',
  'exec.meta.linux.resources',
  'exec.meta.network',
  'exec.meta.security',
  'exec.meta.proxyenv',
  'exec.meta.cdi',
] as const;

/** A set of {@link CAPS}, one bit for each. */
type CapSet = number;

const bit = (cap: (typeof CAPS)[number]): CapSet => 1 << CAPS.indexOf(cap);
const BASE = bit('exec.meta.base');
const BIND = bit('exec.mount.bind');
const CACHE = bit('exec.mount.cache') | bit('exec.mount.cache.sharing');
const CONTENT_CACHE = bit('exec.mount.cache.content');
const SELECTOR = bit('exec.mount.selector');
const TMPFS = bit('exec.mount.tmpfs');
const TMPFS_SIZE = bit('exec.mount.tmpfs.size');
const SECRET = bit('exec.mount.secret');
const SSH = bit('exec.mount.ssh');
const SECRET_ENV = bit('exec.secretenv');
const EXIT_CODES = bit('exec.validexitcode');
const ULIMIT = bit('exec.meta.ulimit');
const RESOURCES = bit('exec.meta.linux.resources');
const NETWORK = bit('exec.meta.network');
const SECURITY = bit('exec.meta.security');
const PROXY = bit('exec.meta.proxyenv');
const CDI = bit('exec.meta.cdi');

// Few sets are ever used, so all execs share their lists.
const lists = new Map<CapSet, readonly string[]>();

/**
 * What the daemon must be able to do for an exec.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/caps.go
 */
export function execCaps(
  options: ExecOptions,
  values: StateValues,
  mounts: ExecMounts,
): readonly string[] {
  const set = BASE | mountCaps(mounts) | optionCaps(options) | valueCaps(values);
  let list = lists.get(set);
  if (list === undefined) {
    list = CAPS.filter((cap) => (set & bit(cap)) !== 0);
    lists.set(set, list);
  }
  return list;
}

function mountCaps({ placed, secrets, ssh }: ExecMounts): CapSet {
  let set = 0;
  for (const { mount, source } of placed) {
    if (mount.kind === 'tmpfs') set |= mount.size > 0n ? TMPFS | TMPFS_SIZE : TMPFS;
    else if (mount.kind === 'cache') set |= CACHE;
    else if (source !== undefined) set |= BIND;
    if (mount.kind !== 'bind' && mount.kind !== 'cache') continue;
    if (mount.selector !== undefined && mount.selector !== '') set |= SELECTOR;
    if (mount.contentCache !== undefined && mount.contentCache !== 'default') set |= CONTENT_CACHE;
  }
  if (secrets.length > 0) set |= SECRET;
  return ssh.length > 0 ? set | SSH : set;
}

function optionCaps(options: ExecOptions): CapSet {
  let set = 0;
  if (isFilled(options.secretEnv)) set |= SECRET | SECRET_ENV;
  if (isFilled(options.validExitCodes)) set |= EXIT_CODES;
  if (isFilled(options.cdiDevices)) set |= CDI;
  if (options.linuxResources !== undefined) set |= RESOURCES;
  return options.proxy === undefined ? set : set | PROXY;
}

function valueCaps(values: StateValues): CapSet {
  let set = 0;
  if (values.ulimits.length > 0) set |= ULIMIT;
  if (values.network !== 'sandbox') set |= NETWORK;
  return values.security === 'insecure' ? set | SECURITY : set;
}

function isFilled(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}
