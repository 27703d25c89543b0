import type { Socket } from 'node:net';
import { HandshakeError } from '../rpc/transport';

const MAX_RESPONSE_BYTES = 16 * 1024;

/** What Docker Engine tells of itself before it hands the connection over. */
export interface DockerEngine {
  /** e.g. `28.5.2`; empty when it does not say. */
  readonly engineVersion: string;
}

/**
 * Asks Docker Engine for the gRPC connection of its BuildKit, `POST /grpc` with an upgrade to h2c.
 * When this resolves the socket carries HTTP/2. Docker's BuildKit often does not know its own
 * version, so the engine's is asked for first, on the same connection.
 *
 * @throws HandshakeError when the other side is no Docker Engine, or has no BuildKit
 */
export async function upgradeToDockerGrpc(
  socket: Socket,
  signal: AbortSignal,
): Promise<DockerEngine> {
  const ping = await exchange(socket, 'HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n', signal);
  const server = /^server: *(.*)$/im.exec(ping)?.[1]?.trim() ?? '';
  if (!/^Docker\//.test(server)) {
    const got = server || firstLine(ping);
    throw new HandshakeError(`an HTTP server answers, "${printable(got)}", not Docker Engine`);
  }
  const upgraded = await exchange(
    socket,
    'POST /grpc HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n' +
      'Content-Length: 0\r\n\r\n',
    signal,
  );
  if (!/^HTTP\/1\.1 101\b/.test(upgraded)) {
    const status = printable(firstLine(upgraded));
    throw new HandshakeError(`Docker Engine refuses "POST /grpc" with "${status}"`);
  }
  return { engineVersion: /^Docker\/([0-9][^ ]*)/.exec(server)?.[1] ?? '' };
}

/** Sends a request, and takes the head of the response; what follows it stays in the socket. */
function exchange(socket: Socket, request: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const stop = () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData).off('close', onClose).off('error', onError);
    };
    const fail = (error: unknown) => {
      stop();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      const start = received.toString('latin1', 0, 7);
      if ('HTTP/1.'.slice(0, start.length) !== start) {
        return fail(new HandshakeError('the answer is neither HTTP/2 nor HTTP/1.1'));
      }
      if (end < 0) {
        if (received.length < MAX_RESPONSE_BYTES) return;
        return fail(new HandshakeError('the answer has no end'));
      }
      stop();
      socket.pause();
      const rest = received.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest); // after an upgrade, the first HTTP/2 frame
      resolve(received.toString('latin1', 0, end));
    };
    const onError = (cause?: Error) =>
      fail(new HandshakeError('the connection was closed without an answer', { cause }));
    const onClose = () => onError();
    const onAbort = () => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('data', onData).once('close', onClose).once('error', onError);
    socket.resume();
    socket.write(request);
  });
}

const firstLine = (text: string) => text.split('\r\n', 1)[0] ?? '';
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
