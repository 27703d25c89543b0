import type { ExtraHost, StateValues, Ulimit } from '../state-values';
import { checkInt64, optionError } from '../vertex/option-check';
import type { HostIpMessage, MetaMessage, ProxyEnvMessage, UlimitMessage } from '../wire/exec';
import { canonicalIp } from './ip-address';
import { checkExitCodes } from './mount';
import type { ExecOptions, ProxyEnv } from './options';

const NONE = [] as const;

/** The process of an exec, with these environment variables. */
export function execMeta(
  options: ExecOptions,
  values: StateValues,
  env: readonly string[],
): MetaMessage {
  if (options.args.length === 0) {
    throw optionError('args', 'an empty list', 'a program and its arguments');
  }
  const { extraHosts, ulimits } = values;
  const { validExitCodes } = options;
  return {
    args: [...options.args],
    env,
    cwd: values.dir,
    user: values.user,
    proxyEnv: options.proxy === undefined ? undefined : proxyEnvMessage(options.proxy),
    extraHosts: extraHosts.length === 0 ? NONE : extraHosts.map(hostIpMessage),
    hostname: values.hostname,
    ulimits: ulimits.length === 0 ? NONE : ulimits.map(ulimitMessage),
    cgroupParent: values.cgroupParent,
    removeMountStubsRecursive: true,
    validExitCodes: validExitCodes === undefined ? NONE : checkExitCodes(validExitCodes),
  };
}

function proxyEnvMessage(proxy: ProxyEnv): ProxyEnvMessage {
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
