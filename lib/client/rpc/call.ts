import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from 'node:http2';
import type { CallOptions } from './channel';
import { FrameReader } from './frame';
import { MessageWriter } from './message-writer';
import { errorFromHttpStatus, errorFromTrailers, RPC, RpcError } from './rpc-error';

/** What an HTTP/2 error code stands for. @see gRPC over HTTP2, "Errors" */
const RESET_CODES: ReadonlyMap<number, number> = new Map([
  [constants.NGHTTP2_REFUSED_STREAM, RPC.UNAVAILABLE],
  [constants.NGHTTP2_ENHANCE_YOUR_CALM, RPC.RESOURCE_EXHAUSTED],
  [constants.NGHTTP2_INADEQUATE_SECURITY, RPC.PERMISSION_DENIED],
]);

/** One call from the client's side: requests out, responses and a status in. */
export class RpcCall {
  private readonly stream: ClientHttp2Stream;
  private readonly writer: MessageWriter;
  private readonly signal: AbortSignal | undefined;
  private readonly connectionError: () => RpcError | undefined;
  private headers: IncomingHttpHeaders = {};
  private trailers: IncomingHttpHeaders | undefined;
  private endedBy: unknown;

  constructor(
    stream: ClientHttp2Stream,
    options: CallOptions,
    connectionError: () => RpcError | undefined,
  ) {
    this.stream = stream;
    this.writer = new MessageWriter(stream);
    this.signal = options.signal;
    this.connectionError = connectionError;
    stream.on('error', () => {}); // reaches the reader of `messages`
    stream.once('response', (headers) => {
      this.headers = headers;
      if (headers['grpc-status'] !== undefined) this.trailers = headers;
    });
    stream.once('trailers', (trailers) => {
      this.trailers = trailers;
    });
    this.endOnAbort(options.timeoutMs);
  }

  send(message: Uint8Array): Promise<void> | undefined {
    return this.writer.send(message);
  }

  sendFramed(framed: Uint8Array): Promise<void> | undefined {
    return this.writer.sendFramed(framed);
  }

  /** No more requests will come. */
  endRequests(): void {
    this.stream.end();
  }

  /** Ends the call at once, from this side. */
  cancel(): void {
    this.stream.close(constants.NGHTTP2_CANCEL);
    // On a connection that is stuck the reset is never sent, and the stream would not end by itself.
    setImmediate(() => this.stream.destroy());
  }

  /**
   * The responses, in order. Ends when the call ended with status OK.
   *
   * @throws RpcError for any other status, and for a lost connection; the reason of the abort when
   *   the call's signal was aborted
   */
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

  private endOnAbort(timeoutMs: number | undefined): void {
    const { stream, signal } = this;
    const end = (reason: unknown) => {
      this.endedBy ??= reason;
      this.cancel();
    };
    const onAbort = () => end(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            const message = `no answer within ${timeoutMs} ms`;
            end(new RpcError(RPC.DEADLINE_EXCEEDED, message, { isTransport: true }));
          }, timeoutMs);
    stream.once('close', () => {
      signal?.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    });
  }

  /** The error of a call whose stream ended in order. */
  private statusError(isPartial: boolean): unknown {
    if (this.trailers === undefined) {
      if (this.endedBy !== undefined) return this.endedBy;
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
    if (this.endedBy !== undefined) return this.endedBy;
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
