import { connect as connectSocket, type Socket } from 'node:net';
import { BuildError } from '../errors';
import { type Address, formatAddress } from './address';

/** PEM texts for a daemon that listens with TLS. */
export interface TlsOptions {
  /** Certificates that may have signed the daemon's. @default - those that Node trusts */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** @default - the host of the address */
  readonly serverName?: string;
}

/** How a socket is opened. */
export interface DialOptions {
  readonly signal?: AbortSignal | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

const TCP_KEEPALIVE_MS = 30_000;

/**
 * Opens a socket to the daemon.
 *
 * @throws BuildError `E_DAEMON_UNREACHABLE` or `E_DAEMON_PERMISSION`; the reason of an abort
 */
export async function dial(address: Address, options: DialOptions): Promise<Socket> {
  options.signal?.throwIfAborted();
  const socket = await openSocket(address, options.tls);
  const ready = socket.connecting || options.tls !== undefined;
  if (ready) await waitUntilOpen(socket, address, options);
  return socket;
}

async function openSocket(address: Address, tls: TlsOptions | undefined): Promise<Socket> {
  if (address.kind === 'unix') return connectSocket({ path: address.path });
  const { host, port } = address;
  const target = { host, port, noDelay: true, keepAlive: true };
  const keepAlive = { keepAliveInitialDelay: TCP_KEEPALIVE_MS };
  if (tls === undefined) return connectSocket({ ...target, ...keepAlive });
  const { connect: connectTls } = await import('node:tls');
  const { serverName, ...pem } = tls;
  return connectTls({
    ...target,
    ...keepAlive,
    ...pem,
    servername: serverName ?? host,
    ALPNProtocols: ['h2'],
  });
}

function waitUntilOpen(socket: Socket, address: Address, options: DialOptions): Promise<void> {
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
    const onError = (error: NodeJS.ErrnoException) => settle(dialError(error, address));
    const onAbort = () => settle(signal?.reason);
    const timer = setTimeout(() => {
      const message = `no connection within ${timeoutMs / 1000} s`;
      settle(dialError(Object.assign(new Error(message), { code: 'ETIMEDOUT' }), address));
    }, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once(openEvent, onOpen).once('error', onError);
  });
}

function dialError(error: NodeJS.ErrnoException, address: Address): BuildError {
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
