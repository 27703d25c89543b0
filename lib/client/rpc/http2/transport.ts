import { type ClientHttp2Session, constants, type OutgoingHttpHeaders } from 'node:http2';
import { lostConnection, type RpcError } from '../rpc-error';
import { PROBE_PATH, SilenceWatch } from '../silence-watch';
import type { CallOptions, RpcCall, Transport } from '../transport';
import { Http2Call } from './call';
import { frame } from './frame';

// Why not @grpc/grpc-js, which stands beside it as a transport for those who want it: its client
// cannot speak over a socket that it did not open, its server refuses calls with more than some 120
// header pairs, which FileSync sends for as many patterns, and has no option for that; and loading
// it takes 50 ms where node:http2 takes 10, on every build.

const NOTHING = new Uint8Array();

/** gRPC calls over one HTTP/2 connection, by `node:http2`. */
export class Http2Transport implements Transport {
  private readonly session: ClientHttp2Session;
  private readonly authority: string;
  private readonly silence: SilenceWatch;
  private lostBecause: Error | undefined;

  /** @param silenceMs as {@link SilenceWatch} has it */
  constructor(session: ClientHttp2Session, authority: string, silenceMs = 30_000) {
    this.session = session;
    this.authority = authority;
    session.on('error', (error: Error) => this.noteLoss(error));
    this.silence = new SilenceWatch({
      silenceMs,
      bytesRead: () => session.socket.bytesRead,
      probe: () => this.probe(),
      onSilence: (error) => {
        this.noteLoss(error);
        session.destroy(error);
      },
    });
    session.once('close', () => this.silence.stop());
  }

  get isOpen(): boolean {
    return !this.session.destroyed && !this.session.closed;
  }

  open(path: string, options: CallOptions = {}): RpcCall {
    options.signal?.throwIfAborted();
    const headers = this.headersOf(path);
    for (const [name, value] of Object.entries(options.metadata ?? {})) {
      headers[name] = typeof value === 'string' ? value : [...value];
    }
    if (options.timeoutMs !== undefined) headers['grpc-timeout'] = `${options.timeoutMs}m`;
    if (!this.isOpen) throw this.lost();
    try {
      const stream = this.session.request(headers, { endStream: false });
      this.silence.begin();
      stream.once('close', () => this.silence.end());
      return new Http2Call(stream, options, () => (this.isOpen ? undefined : this.lost()));
    } catch (error) {
      throw this.isOpen ? error : this.lost();
    }
  }

  close(): void {
    if (this.session.destroyed) return;
    this.session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
  }

  private probe(): void {
    if (!this.isOpen) return void this.session.ping(() => {}); // it takes no more calls
    const stream = this.session.request(this.headersOf(PROBE_PATH), { endStream: false });
    stream.on('error', () => {}).resume();
    stream.end(frame(NOTHING)); // servers of Go answer nothing to no message
  }

  private headersOf(path: string): OutgoingHttpHeaders {
    return {
      ':method': 'POST',
      ':path': path,
      ':scheme': this.session.encrypted ? 'https' : 'http',
      ':authority': this.authority,
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': 'buildkit-cdk',
    };
  }

  private noteLoss(error: Error): void {
    this.lostBecause ??= error;
  }

  private lost(): RpcError {
    return lostConnection(this.lostBecause);
  }
}
