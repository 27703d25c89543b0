import {
  CACHE_SHARING_MODES,
  type ExecMessage,
  MOUNT_TYPES,
  type MountMessage,
  NETWORK_MODES,
  SECURITY_MODES,
} from '../../../lib/llb/wire/exec';
import type { GraphView, VertexView } from './graph-view';
import { platformName } from './platform-name';

/** An exec, as assertions see it. What has its usual value is left out. */
export interface ExecView {
  /** Name in progress. */
  readonly name: string;
  /** Platform that it runs on: `linux/amd64`. @default - the daemon's own */
  readonly platform?: string;
  /** The program and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Folder that it runs in. */
  readonly cwd: string;
  /** `1000`, `1000:1000` or a name. @default - root */
  readonly user?: string;
  /** `sandbox`, `none` or `host`. */
  readonly network: string;
  /** `insecure` for a process that may do everything. @default - it may not */
  readonly security?: string;
  /** By path; the root is `/`. */
  readonly mounts: Readonly<Record<string, MountView>>;
  /** Ids of secrets, by the variable that holds them. @default - none */
  readonly secretEnv?: Readonly<Record<string, string>>;
  /** @default - the daemon's own */
  readonly hostname?: string;
  /** Addresses by host name. @default - none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** Codes that are no failure. @default - 0 alone */
  readonly validExitCodes?: readonly number[];
}

/** A mount of an exec. */
export interface MountView {
  /** `bind`, `cache`, `secret`, `ssh` or `tmpfs`. */
  readonly type: string;
  /** Name of the vertex that it shows, or `scratch`. @default - it is of another type than `bind` */
  readonly from?: string;
  /** Path within that. @default - its root */
  readonly selector?: string;
  /** @default false */
  readonly readonly?: boolean;
  /** Of a cache, secret or ssh agent. @default - it is none */
  readonly id?: string;
  /** `private` or `locked`. @default - a cache is shared */
  readonly sharing?: string;
}

/** Describes an exec. */
export function execView(vertex: VertexView, exec: ExecMessage, graph: GraphView): ExecView {
  const { meta, mounts, secretEnv } = exec;
  const { inputs, platform } = vertex.op;
  const mounted = mounts.map((mount) => {
    const from = graph.nameOf(inputs[mount.input]);
    return [mount.dest, mountView(mount, from)] as const;
  });
  const hosts = meta?.extraHosts ?? [];
  const exitCodes = meta?.validExitCodes ?? [];
  return {
    name: vertex.name,
    ...(platform === undefined ? {} : { platform: platformName(platform) }),
    args: meta?.args ?? [],
    env: Object.fromEntries((meta?.env ?? []).map(splitVariable)),
    cwd: meta?.cwd ?? '/',
    ...(meta?.user ? { user: meta.user } : {}),
    network: nameIn(NETWORK_MODES, exec.network),
    ...(exec.security === 0 ? {} : { security: nameIn(SECURITY_MODES, exec.security) }),
    mounts: Object.fromEntries(mounted),
    ...(secretEnv.length === 0
      ? {}
      : { secretEnv: Object.fromEntries(secretEnv.map(({ id, name }) => [name, id])) }),
    ...(meta?.hostname ? { hostname: meta.hostname } : {}),
    ...(hosts.length === 0
      ? {}
      : { extraHosts: Object.fromEntries(hosts.map(({ host, ip }) => [host, ip])) }),
    ...(exitCodes.length === 0 ? {} : { validExitCodes: exitCodes }),
  };
}

function mountView(mount: MountMessage, from: string): MountView {
  const { cacheOpt, mountType, readonly, secretOpt, selector, sshOpt } = mount;
  const type = nameIn(MOUNT_TYPES, mountType);
  const id = cacheOpt?.id ?? secretOpt?.id ?? sshOpt?.id;
  const hasContent = type === 'bind' || (type === 'cache' && from !== 'scratch');
  const isShared = cacheOpt === undefined || cacheOpt.sharing === CACHE_SHARING_MODES.shared;
  return {
    type,
    ...(hasContent ? { from } : {}),
    ...(selector === '' ? {} : { selector }),
    ...(readonly ? { readonly } : {}),
    ...(id === undefined ? {} : { id }),
    ...(isShared ? {} : { sharing: nameIn(CACHE_SHARING_MODES, cacheOpt.sharing) }),
  };
}

function splitVariable(text: string): [string, string] {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  return [name, value];
}

function nameIn(modes: Readonly<Record<string, number>>, mode: number): string {
  return Object.keys(modes).find((name) => modes[name] === mode) ?? String(mode);
}
