import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import type { Socket } from 'node:net';
import { HandshakeError, type StartTransport } from '../transport';
import { CLIENT_HEADER_LIST_BYTES, WINDOW_BYTES } from './connection-settings';
import { Http2Transport } from './transport';

/** The transport of this package, by `node:http2`. */
export const http2: StartTransport = async (socket, { authority, signal, silenceMs }) =>
  new Http2Transport(await startHttp2(socket, signal), authority, silenceMs);

/**
 * Starts HTTP/2 on an open socket, and waits for the other side's settings.
 *
 * @throws HandshakeError when what answers is not HTTP/2
 */
export function startHttp2(socket: Socket, signal: AbortSignal): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2('http://localhost', {
      createConnection: () => socket,
      maxSessionMemory: 256,
      maxHeaderListPairs: 65_536,
      settings: {
        enablePush: false,
        initialWindowSize: WINDOW_BYTES,
        maxHeaderListSize: CLIENT_HEADER_LIST_BYTES,
      },
    });
    const settle = (error?: Error) => {
      signal.removeEventListener('abort', onAbort);
      session.off('remoteSettings', onSettings).off('close', onClose).off('error', onError);
      socket.off('close', onClose).off('error', onError);
      if (error === undefined) {
        socket.on('error', (lost) => session.destroy(lost));
        return resolve(session);
      }
      session.on('error', () => {});
      session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
      socket.destroy();
      reject(error);
    };
    const onSettings = () => {
      session.setLocalWindowSize(WINDOW_BYTES * 4);
      settle();
    };
    const onError = (error: Error) => settle(new HandshakeError(error.message, { cause: error }));
    const onClose = () => settle(new HandshakeError('the connection was closed at once'));
    const onAbort = () => settle(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    session.once('remoteSettings', onSettings).once('close', onClose).once('error', onError);
    // Node does not tell a session of an alert of TLS: it would wait for ever.
    socket.once('close', onClose).once('error', onError);
  });
}
