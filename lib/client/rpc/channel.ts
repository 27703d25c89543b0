import { type ClientHttp2Session, constants, type OutgoingHttpHeaders } from 'node:http2';
import { RpcCall } from './call';
import type { Method } from './method';
import { RPC, RpcError } from './rpc-error';
import { SilenceWatch } from './silence-watch';

// Why not @grpc/grpc-js, which this package's tests use as the other side: its client cannot speak
// over a socket that it did not open, which the upgrade on Docker's API socket needs; its server
// refuses calls with more than some 120 header pairs, which FileSync sends for as many patterns,
// and has no option for that; and loading it takes 50 ms where node:http2 takes 10, on every build.
// What is left of gRPC over HTTP/2 once framing, status and cancellation are there fits this folder.

/** What goes with a call beside its request. */
export interface CallOptions {
  readonly metadata?: Readonly<Record<string, string | readonly string[]>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call fails with DEADLINE_EXCEEDED. @default - it may take for ever */
  readonly timeoutMs?: number | undefined;
}

/** gRPC calls over one HTTP/2 connection. */
export class RpcChannel {
  private readonly session: ClientHttp2Session;
  private readonly authority: string;
  private readonly silence: SilenceWatch;
  private readonly metadata: Readonly<Record<string, string>>;
  private lostBecause: Error | undefined;

  /**
   * @param silenceMs as {@link SilenceWatch} has it
   * @param metadata what goes with every call
   */
  constructor(
    session: ClientHttp2Session,
    authority: string,
    silenceMs?: number,
    metadata: Readonly<Record<string, string>> = {},
  ) {
    this.session = session;
    this.authority = authority;
    this.metadata = metadata;
    const onLost = (error: Error) => {
      this.lostBecause ??= error;
    };
    session.on('error', onLost);
    this.silence = new SilenceWatch(session, onLost, silenceMs);
  }

  get isOpen(): boolean {
    return !this.session.destroyed && !this.session.closed;
  }

  /** Opens a call; the caller sends messages and reads the answers. */
  open(path: string, options: CallOptions = {}): RpcCall {
    options.signal?.throwIfAborted();
    const headers: OutgoingHttpHeaders = {
      ':method': 'POST',
      ':path': path,
      ':scheme': this.session.encrypted ? 'https' : 'http',
      ':authority': this.authority,
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': 'buildkit-cdk',
      ...this.metadata,
    };
    for (const [name, value] of Object.entries(options.metadata ?? {})) {
      headers[name] = typeof value === 'string' ? value : [...value];
    }
    if (options.timeoutMs !== undefined) headers['grpc-timeout'] = `${options.timeoutMs}m`;
    if (!this.isOpen) throw this.lost();
    try {
      const stream = this.session.request(headers, { endStream: false });
      this.silence.begin();
      stream.once('close', () => this.silence.end());
      return new RpcCall(stream, options, () => (this.isOpen ? undefined : this.lost()));
    } catch (error) {
      throw this.isOpen ? error : this.lost();
    }
  }

  /** One request, one response. */
  async unary<Response, Input>(
    method: Method<unknown, Response, Input, unknown>,
    request: Input,
    options: CallOptions = {},
  ): Promise<Response> {
    const call = this.open(method.path, options);
    void call.send(method.encodeRequest(request))?.catch(() => {}); // the status tells why
    call.endRequests();
    let response: Buffer | undefined;
    for await (const message of call.messages()) {
      if (response !== undefined) throw new RpcError(RPC.INTERNAL, 'more than one response');
      response = message;
    }
    if (response === undefined) throw new RpcError(RPC.INTERNAL, 'call ended without a response');
    return decode(method, response);
  }

  /** One request, a stream of responses. */
  async *serverStream<Response, Input>(
    method: Method<unknown, Response, Input, unknown>,
    request: Input,
    options: CallOptions = {},
  ): AsyncGenerator<Response, void, undefined> {
    const call = this.open(method.path, options);
    void call.send(method.encodeRequest(request))?.catch(() => {});
    call.endRequests();
    for await (const message of call.messages()) yield decode(method, message);
  }

  /** Closes the connection; calls that run fail. */
  close(): void {
    if (this.session.destroyed) return;
    this.session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
  }

  private lost(): RpcError {
    const reason = this.lostBecause?.message ?? 'closed by the other side';
    return new RpcError(RPC.UNAVAILABLE, `connection lost: ${reason}`, {
      isTransport: true,
      cause: this.lostBecause,
    });
  }
}

function decode<Response>(
  method: Method<unknown, Response, never, unknown>,
  message: Uint8Array,
): Response {
  try {
    return method.decodeResponse(message);
  } catch (cause) {
    throw new RpcError(RPC.INTERNAL, `response of ${method.path} cannot be read`, { cause });
  }
}
