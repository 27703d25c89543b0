import type { ExecOptions } from './exec-options';
import { canonicalIp } from './ip-address';
import { checkExitCodes } from './mount';
import type { HostIpMessage, MetaMessage, ProxyEnvMessage, UlimitMessage } from './op-exec';
import { checkInt64, optionError } from './option-check';
import type { ExtraHost, StateValues, Ulimit } from './state-values';

/** The process of an exec; environment variables are added where it is marshalled. */
export function execMeta(options: ExecOptions, values: StateValues): Omit<MetaMessage, 'env'> {
  if (options.args.length === 0) {
    throw optionError('args', 'an empty list', 'a program and its arguments');
  }
  return {
    args: [...options.args],
    cwd: values.dir,
    user: values.user,
    proxyEnv: options.proxy === undefined ? undefined : proxyEnvMessage(options),
    extraHosts: values.extraHosts.map(hostIpMessage),
    hostname: values.hostname,
    ulimits: values.ulimits.map(ulimitMessage),
    cgroupParent: values.cgroupParent,
    removeMountStubsRecursive: true,
    validExitCodes: checkExitCodes(options.validExitCodes ?? []),
  };
}

function proxyEnvMessage({ proxy = {} }: ExecOptions): ProxyEnvMessage {
  return {
    httpProxy: proxy.httpProxy ?? '',
    httpsProxy: proxy.httpsProxy ?? '',
    ftpProxy: proxy.ftpProxy ?? '',
    noProxy: proxy.noProxy ?? '',
    allProxy: proxy.allProxy ?? '',
  };
}

function hostIpMessage({ host, ip }: ExtraHost): HostIpMessage {
  const canonical = canonicalIp(ip);
  if (canonical === undefined) throw optionError('extraHosts', `"${ip}"`, 'an IP address');
  return { host, ip: canonical };
}

function ulimitMessage({ name, soft, hard }: Ulimit): UlimitMessage {
  return { name, soft: checkInt64('ulimit soft', soft), hard: checkInt64('ulimit hard', hard) };
}
