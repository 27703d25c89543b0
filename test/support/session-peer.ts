import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { Duplex } from 'node:stream';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { FrameReader, frame } from '../../lib/client/rpc/http2/frame';
import { BytesMessage } from '../../lib/pb/generated/client';

/** A daemon's side of a session: it calls the client, over HTTP/2 within the call of the client. */
export class SessionPeer {
  readonly #http2: ClientHttp2Session;

  constructor(call: ServerDuplexStream<Buffer, Buffer>) {
    const tunnel = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        call.write(Buffer.from(BytesMessage.encode({ data: chunk }).finish()));
        done();
      },
      final: (done) => {
        call.end();
        done();
      },
    });
    call.on('data', (message: Buffer) => {
      const { data } = BytesMessage.decode(message);
      if (data.length > 0) tunnel.push(data);
    });
    call.on('end', () => tunnel.push(null));
    call.on('error', () => {});
    this.#http2 = connect('http://session', { createConnection: () => tunnel });
    this.#http2.on('error', () => {});
  }

  /** Begins a call. */
  open(path: string, metadata: Readonly<Record<string, string>> = {}): PeerCall {
    return new PeerCall(
      this.#http2.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...metadata,
      }),
    );
  }

  close(): void {
    this.#http2.destroy();
  }
}

/** A call of the daemon. */
export class PeerCall {
  /** The status that the client ends it with. */
  readonly ended: Promise<{ readonly code: number; readonly message: string }>;
  readonly #stream: ClientHttp2Stream;
  readonly #reader = new FrameReader();

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    this.ended = new Promise((resolve) => {
      stream.once('trailers', (trailers) => {
        const message = decodeURIComponent(String(trailers['grpc-message'] ?? ''));
        resolve({ code: Number(trailers['grpc-status']), message });
      });
      stream.once('close', () => resolve({ code: -1, message: 'reset' }));
    });
    stream.on('error', () => {});
    stream.resume();
  }

  /** Calls back for each message of the client. */
  onMessage(hear: (message: Buffer) => void): void {
    this.#stream.on('data', (chunk: Buffer) => {
      for (const message of this.#reader.push(chunk)) hear(message);
    });
  }

  send(message: Uint8Array): void {
    this.#stream.write(frame(message));
  }

  end(): void {
    this.#stream.end();
  }

  /** Breaks it off. Not by `close`, which ends it in order before it resets it. */
  reset(): void {
    this.#stream.destroy(new Error('broken off'));
  }
}
