import type { Method } from './method';
import { RPC, RpcError } from './rpc-error';
import type { CallOptions, RpcCall, Transport } from './transport';

/** Header fields for a call that is made now. */
export type FieldsOfCalls = () => Readonly<Record<string, string>>;

/** Calls by the methods of services, over any transport. */
export class RpcChannel {
  private readonly transport: Transport;
  private readonly metadata: FieldsOfCalls;

  /** @param metadata gives what goes with every call, when it is made */
  constructor(transport: Transport, metadata: FieldsOfCalls = () => ({})) {
    this.transport = transport;
    this.metadata = metadata;
  }

  get isOpen(): boolean {
    return this.transport.isOpen;
  }

  /** Opens a call; the caller sends messages and reads the answers. */
  open(path: string, options: CallOptions = {}): RpcCall {
    const metadata = { ...this.metadata(), ...options.metadata };
    return this.transport.open(path, { ...options, metadata });
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
    this.transport.close();
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
