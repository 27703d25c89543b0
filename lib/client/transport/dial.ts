import { connect as connectSocket, type Socket } from 'node:net';
import { BuildError } from '../../errors';
import { formatAddress, type SocketAddress } from './address';
import { TlsFailure } from './tls/error';
import type { TlsOptions } from './tls/options';
import { openTlsSocket } from './tls/socket';

/** How a socket is opened. */
export interface DialOptions {
  readonly signal?: AbortSignal | undefined;
  /** For a tcp:// address. @default - a plain connection */
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

const TCP_KEEPALIVE_MS = 30_000;

/**
 * Opens a socket to the daemon; with TLS, a `TLSSocket` after the handshake.
 *
 * @throws BuildError `E_DAEMON_UNREACHABLE` or `E_DAEMON_PERMISSION`; a `TlsFailure`; the reason of
 *   an abort
 */
export async function dial(address: SocketAddress, options: DialOptions): Promise<Socket> {
  options.signal?.throwIfAborted();
  const socket = await openSocket(address, options.tls);
  const ready = socket.connecting || options.tls !== undefined;
  if (ready) await waitUntilOpen(socket, address, options);
  return socket;
}

async function openSocket(address: SocketAddress, tls: TlsOptions | undefined): Promise<Socket> {
  if (address.kind === 'unix') return connectSocket({ path: address.path });
  const { host, port } = address;
  const socketOptions = {
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEPALIVE_MS,
  };
  if (tls === undefined) return connectSocket({ ...socketOptions, host, port });
  return openTlsSocket(address, tls, socketOptions);
}

function waitUntilOpen(
  socket: Socket,
  address: SocketAddress,
  options: DialOptions,
): Promise<void> {
  const { signal, tls, timeoutMs } = options;
  const openEvent = tls === undefined ? 'connect' : 'secureConnect';
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off(openEvent, onOpen).off('error', onError);
      if (error === undefined) return resolve();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const onOpen = () => settle();
    const onError = (error: NodeJS.ErrnoException) =>
      settle(
        tls !== undefined && isOfTls(error)
          ? new TlsFailure(error.message, { cause: error })
          : dialError(error, address),
      );
    const onAbort = () => settle(signal?.reason);
    const timer = setTimeout(() => {
      const message = `no connection within ${timeoutMs / 1000} s`;
      settle(dialError(Object.assign(new Error(message), { code: 'ETIMEDOUT' }), address));
    }, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once(openEvent, onOpen).once('error', onError);
  });
}

/** Errors of the system name their call, and those of several addresses the single errors. */
function isOfTls(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || !('syscall' in error || 'errors' in error);
}

function dialError(error: NodeJS.ErrnoException, address: SocketAddress): BuildError {
  const where = formatAddress(address);
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return new BuildError('E_DAEMON_PERMISSION', `daemon socket ${where} may not be opened`, {
      got: `${error.code} for this user`,
      expected: 'read and write permission on the socket',
      fix: 'join the group that owns it (e.g. "docker"), or set BUILDKIT_HOST to another daemon',
      cause: error,
    });
  }
  const reason =
    error.code === 'ENOENT'
      ? 'the socket does not exist'
      : error.code === 'ECONNREFUSED'
        ? 'nobody listens there'
        : error.message;
  return new BuildError('E_DAEMON_UNREACHABLE', `no BuildKit daemon at ${where}: ${reason}`, {
    got: reason,
    expected: 'a running buildkitd 0.17 or newer, or Docker Engine 27.4 or newer',
    fix: 'start it, or set --addr or BUILDKIT_HOST to where one listens',
    cause: error,
  });
}
