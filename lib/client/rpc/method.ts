/** A generated message class: what it is encoded from and decoded to. */
interface MessageType<Input, Output> {
  encode(message: Input): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Output;
}

/** One method of a service: its path, and how its messages become bytes and back. */
export interface Method<Request, Response, RequestInput = Request, ResponseInput = Response> {
  /** `/package.Service/Method` */
  readonly path: string;
  encodeRequest(request: RequestInput): Uint8Array;
  decodeRequest(bytes: Uint8Array): Request;
  encodeResponse(response: ResponseInput): Uint8Array;
  decodeResponse(bytes: Uint8Array): Response;
}

/** Binds a path to the generated classes of its request and response. */
export function method<Request, Response, RequestInput, ResponseInput>(
  path: string,
  request: MessageType<RequestInput, Request>,
  response: MessageType<ResponseInput, Response>,
): Method<Request, Response, RequestInput, ResponseInput> {
  return {
    path,
    encodeRequest: (message) => request.encode(message).finish(),
    decodeRequest: (bytes) => request.decode(bytes),
    encodeResponse: (message) => response.encode(message).finish(),
    decodeResponse: (bytes) => response.decode(bytes),
  };
}
