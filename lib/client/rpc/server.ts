import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { SERVER_HEADER_LIST_BYTES, WINDOW_BYTES } from './http2/connection-settings';
import { FrameReader } from './http2/frame';
import { MessageWriter } from './http2/message-writer';
import type { Method } from './method';
import { encodeMessage, RPC, RpcError } from './rpc-error';

/** One call as its handler sees it: metadata and requests in, responses out. */
export class ServerCall {
  readonly metadata: Metadata;
  /** Aborted when the other side cancels the call or its connection breaks. */
  readonly signal: AbortSignal;
  private readonly stream: ServerHttp2Stream;
  private readonly writer: MessageWriter;

  constructor(stream: ServerHttp2Stream, metadata: Metadata, signal: AbortSignal) {
    this.stream = stream;
    this.metadata = metadata;
    this.signal = signal;
    this.writer = new MessageWriter(stream);
  }

  /** The requests, in order, until the other side ends them. */
  async *messages(): AsyncGenerator<Buffer, void, undefined> {
    const reader = new FrameReader();
    try {
      // The stream must outlive this loop: the answer and the status are still to be sent.
      for await (const chunk of this.stream.iterator({ destroyOnReturn: false })) {
        yield* reader.push(chunk);
      }
    } catch (cause) {
      if (cause instanceof RangeError) throw new RpcError(RPC.INTERNAL, cause.message, { cause });
      throw new RpcError(RPC.CANCELLED, 'call broke off', { cause });
    }
    if (this.signal.aborted) throw new RpcError(RPC.CANCELLED, 'call was cancelled');
    if (reader.isPartial) throw new RpcError(RPC.INTERNAL, 'requests ended within a message');
  }

  /** Sends a message, of one part or of several, which must not change any more. */
  send(...parts: readonly Uint8Array[]): Promise<void> | undefined {
    return this.writer.send(...parts);
  }

  /** Sends a message whose parts are lent: they may change when the promise has settled. */
  sendLent(...parts: readonly Uint8Array[]): Promise<void> {
    return this.writer.sendLent(...parts);
  }

  /** Sends bytes that carry their frame header already; see `writeFrameHeader`. */
  sendFramed(framed: Uint8Array): Promise<void> | undefined {
    return this.writer.write(framed);
  }
}

/** Header fields of a call, a name with all its values. Names are in lower case. */
export type Metadata = ReadonlyMap<string, readonly string[]>;

/** Serves one method: returns for status OK, throws an {@link RpcError} for another. */
export type Handler = (call: ServerCall) => Promise<void>;

/** The methods served, by path `/package.Service/Method`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** A handler for a method with one request and one response. */
export function unaryHandler<Request, ResponseInput>(
  method: Method<Request, unknown, unknown, ResponseInput>,
  serve: (request: Request, call: ServerCall) => Promise<ResponseInput> | ResponseInput,
): Handlers {
  const handler: Handler = async (call) => {
    for await (const message of call.messages()) {
      const response = await serve(method.decodeRequest(message), call);
      await call.send(method.encodeResponse(response));
      return;
    }
    throw new RpcError(RPC.INTERNAL, 'call ended without a request');
  };
  return { [method.path]: handler };
}

/**
 * Serves gRPC on a connection that exists already.
 *
 * Not grpc-js: each pattern of a file transfer is a header field, and its server refuses a call
 * with more than about 120 of them.
 */
export function serveConnection(connection: Duplex, handlers: Handlers): ServerHttp2Session {
  const session = performServerHandshake(connection, {
    maxHeaderListPairs: 65_536,
    maxSessionMemory: 256,
    settings: { initialWindowSize: WINDOW_BYTES, maxHeaderListSize: SERVER_HEADER_LIST_BYTES },
  });
  session.on('error', () => {}); // each call learns of it by its signal
  session.on('connect', () => session.setLocalWindowSize(WINDOW_BYTES * 4));
  const onStream = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags: number,
    rawHeaders: readonly string[],
  ) => {
    const path = String(headers[':path'] ?? '');
    void serveCall(stream, readMetadata(rawHeaders), handlers[path], path);
  };
  session.on('stream', onStream);
  return session;
}

async function serveCall(
  stream: ServerHttp2Stream,
  metadata: Metadata,
  handler: Handler | undefined,
  path: string,
): Promise<void> {
  const controller = new AbortController();
  let status: { code: number; message: string } | undefined;
  stream.on('error', () => {});
  stream.once('close', () => controller.abort());
  stream.once('aborted', () => controller.abort());
  stream.once('wantTrailers', () => {
    stream.sendTrailers({
      'grpc-status': String(status?.code ?? RPC.UNKNOWN),
      ...(status?.message ? { 'grpc-message': encodeMessage(status.message) } : {}),
    });
    stream.resume(); // requests that nobody reads must not keep the stream open
  });
  try {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    if (handler === undefined) throw new RpcError(RPC.UNIMPLEMENTED, `no method ${path}`);
    await handler(new ServerCall(stream, metadata, controller.signal));
    status = { code: RPC.OK, message: '' };
  } catch (error) {
    status =
      error instanceof RpcError
        ? { code: error.code, message: error.message }
        : { code: RPC.UNKNOWN, message: error instanceof Error ? error.message : String(error) };
  }
  if (!stream.destroyed) stream.end();
}

/** `headers` of node:http2 joins equal names by a comma, which patterns may contain. */
function readMetadata(rawHeaders: readonly string[]): Metadata {
  const metadata = new Map<string, string[]>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const values = metadata.get(name);
    if (values === undefined) metadata.set(name, [value]);
    else values.push(value);
  }
  return metadata;
}

/** Closes a served connection at once, as one does when the work is done. */
export function closeServed(session: ServerHttp2Session): void {
  if (!session.destroyed) session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
}
