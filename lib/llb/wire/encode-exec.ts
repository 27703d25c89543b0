import type {
  ExecMessage,
  MetaMessage,
  MountMessage,
  ProxyEnvMessage,
  SecretOptMessage,
} from './exec';
import { WireWriter } from './writer';

const writer = new WireWriter();

/** The bytes of a `pb.Mount`, as the gateway takes it for a container. */
export function encodeMount(mount: MountMessage): Uint8Array {
  writer.reset();
  writeMount(writer, mount);
  return writer.take();
}

/** The bytes of a `pb.Meta`, as the gateway takes it for a process. */
export function encodeMeta(meta: MetaMessage): Uint8Array {
  writer.reset();
  writeMeta(writer, meta);
  return writer.take();
}

/** Writes the fields of a `pb.ExecOp`. */
export function writeExec(writer: WireWriter, exec: ExecMessage): void {
  if (exec.meta !== undefined) {
    const mark = writer.open(1);
    writeMeta(writer, exec.meta);
    writer.close(mark);
  }
  for (const mount of exec.mounts) {
    const mark = writer.open(2);
    writeMount(writer, mount);
    writer.close(mark);
  }
  writer.int(3, exec.network);
  writer.int(4, exec.security);
  for (const { id, name, optional } of exec.secretEnv) {
    const mark = writer.open(5);
    writer.string(1, id);
    writer.string(2, name);
    writer.bool(3, optional);
    writer.close(mark);
  }
  for (const { name, optional } of exec.cdiDevices) {
    const mark = writer.open(6);
    writer.string(1, name);
    writer.bool(2, optional);
    writer.close(mark);
  }
}

function writeMeta(writer: WireWriter, meta: MetaMessage): void {
  for (const arg of meta.args) writer.element(1, arg);
  for (const variable of meta.env) writer.element(2, variable);
  writer.string(3, meta.cwd);
  writer.string(4, meta.user);
  if (meta.proxyEnv !== undefined) writeProxyEnv(writer, meta.proxyEnv);
  for (const { host, ip } of meta.extraHosts) {
    const entry = writer.open(6);
    writer.string(1, host);
    writer.string(2, ip);
    writer.close(entry);
  }
  writer.string(7, meta.hostname);
  for (const { name, soft, hard } of meta.ulimits) {
    const entry = writer.open(9);
    writer.string(1, name);
    writer.int(2, soft);
    writer.int(3, hard);
    writer.close(entry);
  }
  writer.string(10, meta.cgroupParent);
  writer.bool(11, meta.removeMountStubsRecursive);
  if (meta.validExitCodes.length > 0) {
    const packed = writer.open(12);
    for (const code of meta.validExitCodes) writer.integer(code);
    writer.close(packed);
  }
}

function writeProxyEnv(writer: WireWriter, proxy: ProxyEnvMessage): void {
  const mark = writer.open(5);
  writer.string(1, proxy.httpProxy);
  writer.string(2, proxy.httpsProxy);
  writer.string(3, proxy.ftpProxy);
  writer.string(4, proxy.noProxy);
  writer.string(5, proxy.allProxy);
  writer.close(mark);
}

function writeMount(writer: WireWriter, mount: MountMessage): void {
  writer.int(1, mount.input);
  writer.string(2, mount.selector);
  writer.string(3, mount.dest);
  writer.int(4, mount.output);
  writer.bool(5, mount.readonly);
  writer.int(6, mount.mountType);
  if (mount.tmpfsOpt !== undefined) {
    const option = writer.open(19);
    writer.int(1, mount.tmpfsOpt.size);
    writer.close(option);
  }
  if (mount.cacheOpt !== undefined) {
    const option = writer.open(20);
    writer.string(1, mount.cacheOpt.id);
    writer.int(2, mount.cacheOpt.sharing);
    writer.close(option);
  }
  if (mount.secretOpt !== undefined) writeSecretOpt(writer, 21, mount.secretOpt);
  if (mount.sshOpt !== undefined) writeSecretOpt(writer, 22, mount.sshOpt);
  writer.string(23, mount.resultId);
  writer.int(24, mount.contentCache);
}

function writeSecretOpt(writer: WireWriter, field: number, option: SecretOptMessage): void {
  const mark = writer.open(field);
  writer.string(1, option.id);
  writer.int(2, option.uid);
  writer.int(3, option.gid);
  writer.int(4, option.mode);
  writer.bool(5, option.optional);
  writer.close(mark);
}
