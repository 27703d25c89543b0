import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from 'node:http2';
import { CallLimits } from '../call-limits';
import { errorFromHttpStatus, errorFromTrailers, RPC, RpcError } from '../rpc-error';
import type { CallOptions, RpcCall } from '../transport';
import { FrameReader } from './frame';
import { MessageWriter } from './message-writer';

/** What an HTTP/2 error code stands for. @see gRPC over HTTP2, "Errors" */
const RESET_CODES: ReadonlyMap<number, number> = new Map([
  [constants.NGHTTP2_REFUSED_STREAM, RPC.UNAVAILABLE],
  [constants.NGHTTP2_ENHANCE_YOUR_CALM, RPC.RESOURCE_EXHAUSTED],
  [constants.NGHTTP2_INADEQUATE_SECURITY, RPC.PERMISSION_DENIED],
]);

/** One call on a stream of HTTP/2. */
export class Http2Call implements RpcCall {
  private readonly stream: ClientHttp2Stream;
  private readonly writer: MessageWriter;
  private readonly limits: CallLimits;
  private readonly connectionError: () => RpcError | undefined;
  private headers: IncomingHttpHeaders = {};
  private trailers: IncomingHttpHeaders | undefined;

  constructor(
    stream: ClientHttp2Stream,
    options: CallOptions,
    connectionError: () => RpcError | undefined,
  ) {
    this.stream = stream;
    this.writer = new MessageWriter(stream);
    this.connectionError = connectionError;
    stream.on('error', () => {}); // reaches the reader of `messages`
    stream.once('response', (headers) => {
      this.headers = headers;
      if (headers['grpc-status'] !== undefined) this.trailers = headers;
    });
    stream.once('trailers', (trailers) => {
      this.trailers = trailers;
    });
    this.limits = new CallLimits(options, () => this.cancel());
    stream.once('close', () => this.limits.release());
  }

  send(...parts: readonly Uint8Array[]): Promise<void> | undefined {
    return this.writer.send(...parts);
  }

  endRequests(): void {
    this.stream.end();
  }

  cancel(): void {
    this.stream.close(constants.NGHTTP2_CANCEL);
    // On a connection that is stuck the reset is never sent, and the stream would not end by itself.
    setImmediate(() => this.stream.destroy());
  }

  async *messages(): AsyncGenerator<Buffer, void, undefined> {
    const reader = new FrameReader();
    try {
      for await (const chunk of this.stream) {
        const refusal = this.httpError();
        if (refusal !== undefined) throw refusal; // what follows is a page, not messages
        yield* reader.push(chunk);
      }
    } catch (error) {
      throw this.failure(error);
    }
    const failure = this.statusError(reader.isPartial);
    if (failure !== undefined) throw failure;
  }

  /** The error of a call whose stream ended in order. */
  private statusError(isPartial: boolean): unknown {
    if (this.trailers === undefined) {
      if (this.limits.endedBy !== undefined) return this.limits.endedBy;
      return this.httpError() ?? this.connectionError() ?? this.resetError();
    }
    const error = errorFromTrailers(this.trailers);
    if (error === undefined && isPartial) {
      return new RpcError(RPC.INTERNAL, 'call ended within a message');
    }
    return error;
  }

  /** The error of an answer that is not of gRPC, as proxies give it. */
  private httpError(): RpcError | undefined {
    const status = Number(this.headers[':status'] ?? 200);
    if (status === 200 || this.trailers !== undefined) return undefined;
    return errorFromHttpStatus(status);
  }

  /** The error of a call whose stream broke: the most telling of what is known. */
  private failure(cause: unknown): unknown {
    if (this.limits.endedBy !== undefined) return this.limits.endedBy;
    if (this.trailers !== undefined) {
      const error = errorFromTrailers(this.trailers);
      if (error !== undefined) return error;
    }
    if (cause instanceof RpcError) return cause;
    if (cause instanceof RangeError) return new RpcError(RPC.INTERNAL, cause.message, { cause });
    return this.connectionError() ?? this.resetError(cause);
  }

  private resetError(cause?: unknown): RpcError {
    const { rstCode } = this.stream;
    if (rstCode === constants.NGHTTP2_CANCEL) {
      return new RpcError(RPC.CANCELLED, 'call was cancelled by the other side', { cause });
    }
    const message = `call was reset by the other side (HTTP/2 code ${rstCode ?? 0})`;
    const code = RESET_CODES.get(rstCode ?? 0) ?? RPC.INTERNAL;
    return new RpcError(code, message, { cause, isReset: true });
  }
}
