import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { systemErrorCode } from '../../errors';
import { type FieldsOfCalls, RpcChannel } from '../rpc/channel';
import { http2 } from '../rpc/http2/start';
import { HandshakeError, type StartTransport } from '../rpc/transport';
import type { Address, SocketAddress, TcpAddress } from './address';
import type { CommandAddress } from './command-address';
import { type DialOptions, dial } from './dial';
import { upgradeToDockerGrpc } from './docker-upgrade';
import { TlsFailure, tlsError, tlsMissing } from './tls/error';
import type { TlsOptions } from './tls/options';
import { probeTls } from './tls/probe';
import { tlsServerName } from './tls/socket';

/** A channel, and who is behind it. */
export interface OpenedChannel {
  readonly channel: RpcChannel;
  /** Present when Docker Engine handed the connection over. */
  readonly engineVersion?: string;
}

/** How a channel is opened. */
export interface OpenOptions extends DialOptions {
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of the daemon after which it is lost. @default 30000 */
  readonly silenceMs?: number | undefined;
  /** Speaks gRPC on the connection. @default - that of this package */
  readonly transport?: StartTransport | undefined;
  /** Header fields that go with every call. @default - none */
  readonly metadata?: FieldsOfCalls | undefined;
}

const SILENCE_MS = 30_000;

/**
 * Opens a channel to buildkitd, which speaks HTTP/2 at once, or to Docker Engine, after an upgrade.
 *
 * @throws BuildError as {@link dial} does, `E_DAEMON_TLS`, `E_DAEMON_CERTIFICATE` or
 *   `E_DAEMON_CLIENT_CERTIFICATE`; a `HandshakeError` when neither of the two answers
 */
export async function openChannel(address: Address, options: OpenOptions): Promise<OpenedChannel> {
  const { signal, tls } = options;
  if (address.kind === 'command') return openByCommand(address, options);
  if (address.kind === 'unix') return openPlain(address, options);
  if (tls !== undefined) return openWithTls(address, tls, options);
  try {
    return await openPlain(address, options);
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    throw (await probeTls(address, signal)) === undefined ? error : tlsMissing(address);
  }
}

async function openByCommand(
  address: CommandAddress,
  options: OpenOptions,
): Promise<OpenedChannel> {
  const { openCommandSocket } = await import('./command-socket');
  const connection = await openCommandSocket(address);
  try {
    return await speakHttp2(connection.socket, 'localhost', options);
  } catch (error) {
    throw error instanceof HandshakeError ? await connection.unreachable(error) : error;
  }
}

/** Which of the two listens is found out by asking. A wrong guess costs 5 ms. */
async function openPlain(address: SocketAddress, options: OpenOptions): Promise<OpenedChannel> {
  const authority = address.kind === 'unix' ? 'localhost' : address.host;
  const direct = async () => speakHttp2(await dial(address, options), authority, options);
  const docker = async () => speakDocker(await dial(address, options), authority, options);
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

/** Which of the two listens is told by what they agree on in the handshake of TLS. */
async function openWithTls(
  address: TcpAddress,
  tls: TlsOptions,
  options: OpenOptions,
): Promise<OpenedChannel> {
  const { signal } = options;
  const authority = tlsServerName(address, tls);
  try {
    const socket = await dial(address, options);
    const isHttp2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
    const speak = isHttp2 ? speakHttp2 : speakDocker;
    return await speak(socket, authority, options);
  } catch (error) {
    const failure = tlsFailure(error);
    throw failure === undefined ? error : await tlsError(failure, { address, tls, signal });
  }
}

/** In TLS 1.3 a daemon refuses a client after the client thinks that the handshake is done. */
function tlsFailure(error: unknown): TlsFailure | undefined {
  if (error instanceof TlsFailure) return error;
  if (!(error instanceof HandshakeError)) return undefined;
  const isOfTls = systemErrorCode(error.cause)?.startsWith('ERR_SSL_') ?? false;
  return isOfTls ? new TlsFailure(error.message, { cause: error.cause }) : undefined;
}

async function speakHttp2(
  socket: Socket,
  authority: string,
  { metadata, signal, silenceMs = SILENCE_MS, transport = http2 }: OpenOptions,
): Promise<OpenedChannel> {
  const started = await transport(socket, { authority, signal, silenceMs });
  return { channel: new RpcChannel(started, metadata) };
}

async function speakDocker(
  socket: Socket,
  authority: string,
  options: OpenOptions,
): Promise<OpenedChannel> {
  const { engineVersion } = await upgradeToDockerGrpc(socket, options.signal);
  return { ...(await speakHttp2(socket, authority, options)), engineVersion };
}
