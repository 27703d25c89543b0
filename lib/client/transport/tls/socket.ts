import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { TcpAddress } from '../address';
import type { TlsOptions } from './options';

/**
 * By ALPN buildkitd agrees on HTTP/2. Docker Engine agrees on HTTP/1.1 alone, and ends a handshake
 * that does not offer it.
 */
const PROTOCOLS = ['h2', 'http/1.1'];

/** Options of Node that are not about the daemon. */
export interface TlsSocketOptions {
  readonly noDelay?: boolean;
  readonly keepAlive?: boolean;
  /** Milliseconds. */
  readonly keepAliveInitialDelay?: number;
  /** @default true */
  readonly rejectUnauthorized?: boolean;
}

/** The host that the certificate of the daemon must be for. */
export function tlsServerName(address: TcpAddress, { serverName }: TlsOptions): string {
  return serverName ?? address.host;
}

/** Starts to connect; `secureConnect` tells that the daemon has shown a certificate to trust. */
export async function openTlsSocket(
  address: TcpAddress,
  tls: TlsOptions,
  socketOptions: TlsSocketOptions = {},
): Promise<TLSSocket> {
  const { checkServerIdentity, connect } = await import('node:tls');
  const { host, port } = address;
  const { ca, cert, key } = tls;
  const name = tlsServerName(address, tls);
  return connect({
    ...socketOptions,
    host,
    port,
    ca,
    cert,
    key,
    // RFC 6066 forbids an IP address here; the certificate must name it all the same.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_: string, peer: PeerCertificate) => checkServerIdentity(name, peer),
    ALPNProtocols: PROTOCOLS,
  });
}
