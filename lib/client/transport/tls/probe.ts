import type { X509Certificate } from 'node:crypto';
import { systemErrorCode } from '../../../errors';
import type { TcpAddress } from '../address';
import { openTlsSocket } from './socket';

/** What a daemon shows to anyone who asks with TLS. */
export interface TlsPeer {
  /** Absent where the daemon ended the handshake before it showed one. */
  readonly certificate?: X509Certificate | undefined;
}

/**
 * Looks what a daemon does with TLS, after a connection has failed, to say why: Node keeps nothing
 * of a certificate that it refuses, and a daemon with TLS hangs up on a plain client without a word.
 * Nobody is trusted here, as nothing is sent.
 *
 * @returns undefined when the other side does not speak TLS, or does not answer
 */
export async function probeTls(
  address: TcpAddress,
  signal: AbortSignal,
): Promise<TlsPeer | undefined> {
  if (signal.aborted) return undefined;
  const socket = await openTlsSocket(address, {}, { rejectUnauthorized: false });
  return new Promise((resolve) => {
    const settle = (peer?: TlsPeer) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(peer);
    };
    const onAbort = () => settle();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('secureConnect', () => settle({ certificate: socket.getPeerX509Certificate() }));
    // An alert is the word of one who speaks TLS. No "once": errors may follow.
    socket.on('error', (error) =>
      settle(systemErrorCode(error)?.includes('_ALERT_') ? {} : undefined),
    );
    socket.once('close', () => settle());
  });
}
