import { BuildError } from '../errors';
import { Connection } from './connection';
import { CONTROL } from './daemon/services';
import { requireSupported, tooOld } from './daemon/version';
import type { RpcChannel } from './rpc/channel';
import { RPC, RpcError } from './rpc/rpc-error';
import type { StartTransport } from './rpc/transport';
import { openTracing } from './trace/tracing';
import { type Address, formatAddress, parseAddress } from './transport/address';
import { type OpenedChannel, openChannel } from './transport/open-channel';
import { checkTlsOptions, type TlsOptions } from './transport/tls/options';

/** How to connect. */
export interface ConnectOptions {
  /** Aborting ends the attempt. @default - it ends with the time that it has */
  readonly signal?: AbortSignal | undefined;
  /** For a tcp:// address whose daemon asks for TLS. @default - a plain connection */
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds that the daemon has to answer. @default 20000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds that a daemon may give no sign of itself while calls run, before its connection is
   * taken for lost. A step that runs long and writes nothing is no silence: daemons answer meanwhile.
   *
   * @default 30000
   */
  readonly silenceMs?: number | undefined;
  /**
   * The span that calls are part of, sent as the header `traceparent`; a daemon that collects traces
   * puts its own below it. One that is malformed is not sent. Where the program has registered an
   * SDK of OpenTelemetry, the span that is active when a call is made comes first.
   *
   * @default - none
   * @see W3C Trace Context, 3.2
   */
  readonly traceparent?: string | undefined;
  /**
   * What tracing systems say of that span, sent as the header `tracestate`. Not sent without a span,
   * or malformed.
   *
   * @default - nothing
   * @see W3C Trace Context, 3.3
   */
  readonly tracestate?: string | undefined;
  /**
   * What speaks gRPC on the connection: `grpcJs()` of `buildkit-cdk/client/grpc-js` for the
   * interceptors and the tracing of grpc-js. Addresses, TLS, errors and builds are the same with it.
   *
   * @default - the transport of this package
   */
  readonly transport?: StartTransport | undefined;
}

/**
 * Connects to buildkitd, or to the BuildKit inside Docker Engine: which of them listens at the
 * address is found out by asking.
 *
 * @throws BuildError `E_DAEMON_ADDRESS`, `E_DAEMON_UNREACHABLE`, `E_DAEMON_PERMISSION`,
 *   `E_DAEMON_PROTOCOL` or `E_DAEMON_TOO_OLD`; `E_DAEMON_TLS`, `E_DAEMON_CERTIFICATE`,
 *   `E_DAEMON_CLIENT_CERTIFICATE` or `E_TLS_CREDENTIALS`; the reason of the abort when `signal` was
 *   aborted
 */
export async function connect(text: string, options: ConnectOptions = {}): Promise<Connection> {
  const address = parseAddress(text);
  const where = formatAddress(address);
  if (options.tls !== undefined) checkTls(options.tls, address);
  const timeoutMs = options.timeoutMs ?? 20_000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let channel: RpcChannel | undefined;
  try {
    const tracing = await openTracing(options);
    const metadata = () => tracing.fields();
    const opened = await openChannel(address, { ...options, signal, timeoutMs, metadata });
    channel = opened.channel;
    const version = await askVersion(channel, where, signal);
    requireSupported({ version: version.version, engineVersion: opened.engineVersion }, where);
    return new Connection(channel, where, { ...version, ...engineOf(opened) }, tracing);
  } catch (error) {
    channel?.close();
    options.signal?.throwIfAborted();
    if (BuildError.is(error)) throw error;
    throw notBuildkit(where, timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : error);
  }
}

const engineOf = ({ engineVersion }: OpenedChannel) =>
  engineVersion === undefined ? {} : { engineVersion };

function checkTls(tls: TlsOptions, address: Address): void {
  checkTlsOptions(tls);
  if (address.kind === 'tcp') return;
  throw new BuildError('E_DAEMON_ADDRESS', `TLS cannot be used at ${formatAddress(address)}`, {
    got: address.kind === 'unix' ? 'the address of a socket' : 'the address of a program',
    expected: 'tcp://host:port',
    fix: 'leave the TLS options out, or give the address where the daemon listens with TLS',
  });
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
