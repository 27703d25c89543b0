import { basename } from 'node:path';
import { BuildError } from '../errors';
import { type Address, formatAddress, parseAddress } from './address';
import { Connection } from './connection';
import { requireSupported, tooOld } from './daemon-version';
import { dial, type TlsOptions } from './dial';
import { upgradeToDockerGrpc } from './docker-upgrade';
import { HandshakeError, startHttp2 } from './handshake';
import { RpcChannel } from './rpc/channel';
import { RPC, RpcError } from './rpc/rpc-error';
import { CONTROL } from './services';

/** How to connect. */
export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  /** For a tcp:// address whose daemon asks for TLS. @default - a plain connection */
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds that the daemon has to answer. @default 20000 */
  readonly timeoutMs?: number | undefined;
}

interface Attempt {
  readonly channel: RpcChannel;
  readonly engineVersion?: string;
}

/**
 * Connects to buildkitd, or to the BuildKit inside Docker Engine: which of them listens at the
 * address is found out by asking.
 *
 * @throws BuildError `E_DAEMON_ADDRESS`, `E_DAEMON_UNREACHABLE`, `E_DAEMON_PERMISSION`,
 *   `E_DAEMON_PROTOCOL` or `E_DAEMON_TOO_OLD`; the reason of the abort when `signal` was aborted
 */
export async function connect(text: string, options: ConnectOptions = {}): Promise<Connection> {
  const address = parseAddress(text);
  const where = formatAddress(address);
  const timeoutMs = options.timeoutMs ?? 20_000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let channel: RpcChannel | undefined;
  try {
    const attempt = await openChannel(address, { ...options, signal, timeoutMs });
    channel = attempt.channel;
    const version = await askVersion(channel, where, signal);
    requireSupported({ version: version.version, engineVersion: attempt.engineVersion }, where);
    return new Connection(channel, where, { ...version, ...engineOf(attempt) });
  } catch (error) {
    channel?.close();
    options.signal?.throwIfAborted();
    if (BuildError.is(error)) throw error;
    throw notBuildkit(where, timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : error);
  }
}

const engineOf = ({ engineVersion }: Attempt) =>
  engineVersion === undefined ? {} : { engineVersion };

/** buildkitd speaks HTTP/2 at once, Docker Engine after an upgrade. A wrong guess costs 5 ms. */
async function openChannel(
  address: Address,
  options: ConnectOptions & { signal: AbortSignal; timeoutMs: number },
): Promise<Attempt> {
  const { signal } = options;
  const authority =
    options.tls?.serverName ?? (address.kind === 'unix' ? 'localhost' : address.host);
  const direct = async (): Promise<Attempt> => {
    const session = await startHttp2(await dial(address, options), signal);
    return { channel: new RpcChannel(session, authority) };
  };
  const docker = async (): Promise<Attempt> => {
    const socket = await dial(address, options);
    const { engineVersion } = await upgradeToDockerGrpc(socket, signal);
    const session = await startHttp2(socket, signal);
    return { channel: new RpcChannel(session, authority), engineVersion };
  };
  const isLikelyDocker = address.kind === 'unix' && basename(address.path) === 'docker.sock';
  const [first, second] = isLikelyDocker ? [docker, direct] : [direct, docker];
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    try {
      return await second();
    } catch (again) {
      // What Docker's side of the attempt found out tells more than HTTP/2's "protocol error".
      throw isLikelyDocker && again instanceof HandshakeError ? error : again;
    }
  }
}

async function askVersion(channel: RpcChannel, where: string, signal: AbortSignal) {
  try {
    const { buildkitVersion } = await channel.unary(CONTROL.info, {}, { signal });
    return {
      version: buildkitVersion?.version ?? '',
      package: buildkitVersion?.package ?? '',
      revision: buildkitVersion?.revision ?? '',
    };
  } catch (error) {
    const isUnknown = error instanceof RpcError && error.code === RPC.UNIMPLEMENTED;
    if (isUnknown && !error.message.includes('unknown service')) {
      throw tooOld(where, 'a daemon without the Info call, so BuildKit 0.10 or older');
    }
    throw error;
  }
}

function notBuildkit(where: string, cause: unknown): BuildError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BuildError('E_DAEMON_PROTOCOL', `no BuildKit answers at ${where}: ${reason}`, {
    got: reason,
    expected: 'buildkitd or Docker Engine at that address',
    fix: 'check --addr or BUILDKIT_HOST',
    cause,
  });
}
