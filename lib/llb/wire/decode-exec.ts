import type {
  CacheOptMessage,
  CdiDeviceMessage,
  ExecMessage,
  HostIpMessage,
  MetaMessage,
  MountMessage,
  ProxyEnvMessage,
  SecretEnvMessage,
  SecretOptMessage,
  TmpfsOptMessage,
  UlimitMessage,
} from './exec';
import type { WireReader } from './reader';

/** Reads a `pb.ExecOp`. */
export function readExec(reader: WireReader): ExecMessage {
  let meta: MetaMessage | undefined;
  let network = 0;
  let security = 0;
  const mounts: MountMessage[] = [];
  const secretEnv: SecretEnvMessage[] = [];
  const cdiDevices: CdiDeviceMessage[] = [];
  while (reader.next()) {
    if (reader.field === 1) meta = readMeta(reader.message());
    else if (reader.field === 2) mounts.push(readMount(reader.message()));
    else if (reader.field === 3) network = reader.int32();
    else if (reader.field === 4) security = reader.int32();
    else if (reader.field === 5) secretEnv.push(readSecretEnv(reader.message()));
    else if (reader.field === 6) cdiDevices.push(readCdiDevice(reader.message()));
    else reader.skip();
  }
  return { kind: 'exec', meta, mounts, network, security, secretEnv, cdiDevices };
}

// Fields stand in variables and in one literal, as objects put together by spreading are slow.
function readMeta(reader: WireReader): MetaMessage {
  const args: string[] = [];
  const env: string[] = [];
  const extraHosts: HostIpMessage[] = [];
  const ulimits: UlimitMessage[] = [];
  const validExitCodes: number[] = [];
  let cwd = '';
  let user = '';
  let hostname = '';
  let cgroupParent = '';
  let proxyEnv: ProxyEnvMessage | undefined;
  let removeMountStubsRecursive = false;
  while (reader.next()) {
    if (reader.field === 1) args.push(reader.string());
    else if (reader.field === 2) env.push(reader.string());
    else if (reader.field === 3) cwd = reader.string();
    else if (reader.field === 4) user = reader.string();
    else if (reader.field === 5) proxyEnv = readProxyEnv(reader.message());
    else if (reader.field === 6) extraHosts.push(readHostIp(reader.message()));
    else if (reader.field === 7) hostname = reader.string();
    else if (reader.field === 9) ulimits.push(readUlimit(reader.message()));
    else if (reader.field === 10) cgroupParent = reader.string();
    else if (reader.field === 11) removeMountStubsRecursive = reader.bool();
    else if (reader.field === 12) reader.integers((value) => validExitCodes.push(value.int32()));
    else reader.skip();
  }
  return {
    args,
    env,
    cwd,
    user,
    proxyEnv,
    extraHosts,
    hostname,
    ulimits,
    cgroupParent,
    removeMountStubsRecursive,
    validExitCodes,
  };
}

function readProxyEnv(reader: WireReader): ProxyEnvMessage {
  const proxy = { httpProxy: '', httpsProxy: '', ftpProxy: '', noProxy: '', allProxy: '' };
  while (reader.next()) {
    if (reader.field === 1) proxy.httpProxy = reader.string();
    else if (reader.field === 2) proxy.httpsProxy = reader.string();
    else if (reader.field === 3) proxy.ftpProxy = reader.string();
    else if (reader.field === 4) proxy.noProxy = reader.string();
    else if (reader.field === 5) proxy.allProxy = reader.string();
    else reader.skip();
  }
  return proxy;
}

function readHostIp(reader: WireReader): HostIpMessage {
  const line = { host: '', ip: '' };
  while (reader.next()) {
    if (reader.field === 1) line.host = reader.string();
    else if (reader.field === 2) line.ip = reader.string();
    else reader.skip();
  }
  return line;
}

function readUlimit(reader: WireReader): UlimitMessage {
  const limit = { name: '', soft: 0n, hard: 0n };
  while (reader.next()) {
    if (reader.field === 1) limit.name = reader.string();
    else if (reader.field === 2) limit.soft = reader.int64();
    else if (reader.field === 3) limit.hard = reader.int64();
    else reader.skip();
  }
  return limit;
}

function readMount(reader: WireReader): MountMessage {
  let input = 0;
  let selector = '';
  let dest = '';
  let output = 0;
  let readonly = false;
  let mountType = 0;
  let tmpfsOpt: TmpfsOptMessage | undefined;
  let cacheOpt: CacheOptMessage | undefined;
  let secretOpt: SecretOptMessage | undefined;
  let sshOpt: SecretOptMessage | undefined;
  let resultId = '';
  let contentCache = 0;
  while (reader.next()) {
    if (reader.field === 1) input = reader.index();
    else if (reader.field === 2) selector = reader.string();
    else if (reader.field === 3) dest = reader.string();
    else if (reader.field === 4) output = reader.index();
    else if (reader.field === 5) readonly = reader.bool();
    else if (reader.field === 6) mountType = reader.int32();
    else if (reader.field === 19) tmpfsOpt = readTmpfsOpt(reader.message());
    else if (reader.field === 20) cacheOpt = readCacheOpt(reader.message());
    else if (reader.field === 21) secretOpt = readSecretOpt(reader.message());
    else if (reader.field === 22) sshOpt = readSecretOpt(reader.message());
    else if (reader.field === 23) resultId = reader.string();
    else if (reader.field === 24) contentCache = reader.int32();
    else reader.skip();
  }
  return {
    input,
    selector,
    dest,
    output,
    readonly,
    mountType,
    tmpfsOpt,
    cacheOpt,
    secretOpt,
    sshOpt,
    resultId,
    contentCache,
  };
}

function readTmpfsOpt(reader: WireReader): TmpfsOptMessage {
  let size = 0n;
  while (reader.next()) {
    if (reader.field === 1) size = reader.int64();
    else reader.skip();
  }
  return { size };
}

function readCacheOpt(reader: WireReader): CacheOptMessage {
  const option = { id: '', sharing: 0 };
  while (reader.next()) {
    if (reader.field === 1) option.id = reader.string();
    else if (reader.field === 2) option.sharing = reader.int32();
    else reader.skip();
  }
  return option;
}

function readSecretOpt(reader: WireReader): SecretOptMessage {
  const option = { id: '', uid: 0, gid: 0, mode: 0, optional: false };
  while (reader.next()) {
    if (reader.field === 1) option.id = reader.string();
    else if (reader.field === 2) option.uid = reader.uint32();
    else if (reader.field === 3) option.gid = reader.uint32();
    else if (reader.field === 4) option.mode = reader.uint32();
    else if (reader.field === 5) option.optional = reader.bool();
    else reader.skip();
  }
  return option;
}

function readSecretEnv(reader: WireReader): SecretEnvMessage {
  const secret = { id: '', name: '', optional: false };
  while (reader.next()) {
    if (reader.field === 1) secret.id = reader.string();
    else if (reader.field === 2) secret.name = reader.string();
    else if (reader.field === 3) secret.optional = reader.bool();
    else reader.skip();
  }
  return secret;
}

function readCdiDevice(reader: WireReader): CdiDeviceMessage {
  const device = { name: '', optional: false };
  while (reader.next()) {
    if (reader.field === 1) device.name = reader.string();
    else if (reader.field === 2) device.optional = reader.bool();
    else reader.skip();
  }
  return device;
}
