import type { ExecMessage, MetaMessage, MountMessage } from '../llb';
import { filled, type GoValue } from './go-json';

/** The fields of a `pb.ExecOp`, with the names of the protocol. */
export function dumpExec(exec: ExecMessage): GoValue {
  return {
    meta: exec.meta === undefined ? undefined : dumpMeta(exec.meta),
    mounts: filled(exec.mounts.map(dumpMount)),
    network: filled(exec.network),
    security: filled(exec.security),
    secretenv: filled(
      exec.secretEnv.map(({ id, name, optional }) => ({
        ID: filled(id),
        name: filled(name),
        optional: filled(optional),
      })),
    ),
    cdiDevices: filled(
      exec.cdiDevices.map(({ name, optional }) => ({
        name: filled(name),
        optional: filled(optional),
      })),
    ),
  };
}

function dumpMeta(meta: MetaMessage): GoValue {
  const { proxyEnv } = meta;
  return {
    args: filled(meta.args),
    env: filled(meta.env),
    cwd: filled(meta.cwd),
    user: filled(meta.user),
    proxy_env:
      proxyEnv === undefined
        ? undefined
        : {
            http_proxy: filled(proxyEnv.httpProxy),
            https_proxy: filled(proxyEnv.httpsProxy),
            ftp_proxy: filled(proxyEnv.ftpProxy),
            no_proxy: filled(proxyEnv.noProxy),
            all_proxy: filled(proxyEnv.allProxy),
          },
    extraHosts: filled(
      meta.extraHosts.map(({ host, ip }) => ({ Host: filled(host), IP: filled(ip) })),
    ),
    hostname: filled(meta.hostname),
    ulimit: filled(
      meta.ulimits.map(({ name, soft, hard }) => ({
        Name: filled(name),
        Soft: filled(soft),
        Hard: filled(hard),
      })),
    ),
    cgroupParent: filled(meta.cgroupParent),
    removeMountStubsRecursive: filled(meta.removeMountStubsRecursive),
    validExitCodes: filled(meta.validExitCodes),
  };
}

function dumpMount(mount: MountMessage): GoValue {
  const { tmpfsOpt, cacheOpt } = mount;
  return {
    input: filled(mount.input),
    selector: filled(mount.selector),
    dest: filled(mount.dest),
    output: filled(mount.output),
    readonly: filled(mount.readonly),
    mountType: filled(mount.mountType),
    TmpfsOpt: tmpfsOpt === undefined ? undefined : { size: filled(tmpfsOpt.size) },
    cacheOpt:
      cacheOpt === undefined
        ? undefined
        : { ID: filled(cacheOpt.id), sharing: filled(cacheOpt.sharing) },
    secretOpt: dumpSecretOpt(mount.secretOpt),
    SSHOpt: dumpSecretOpt(mount.sshOpt),
    resultID: filled(mount.resultId),
    contentCache: filled(mount.contentCache),
  };
}

function dumpSecretOpt(option: MountMessage['secretOpt']): GoValue | undefined {
  if (option === undefined) return undefined;
  return {
    ID: filled(option.id),
    uid: filled(option.uid),
    gid: filled(option.gid),
    mode: filled(option.mode),
    optional: filled(option.optional),
  };
}
