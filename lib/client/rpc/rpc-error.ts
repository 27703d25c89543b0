import { RpcStatus } from '../../pb/generated/client';

/** The status codes of gRPC that this client tells apart. */
export const RPC = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** One typed detail of a status; BuildKit's are JSON, named by the end of `typeUrl`. */
export interface RpcDetail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** A call that ended with a status other than OK, or that lost its connection. */
export class RpcError extends Error {
  readonly code: number;
  readonly details: readonly RpcDetail[];
  /** True when no answer came because the connection broke or never worked. */
  readonly isTransport: boolean;
  /**
   * True when the call ended without a status though the connection stands: among other things, that
   * is how daemons answer when the details of an error are more than a header holds.
   */
  readonly isReset: boolean;

  constructor(
    code: number,
    message: string,
    options: {
      details?: readonly RpcDetail[];
      isTransport?: boolean;
      isReset?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RpcError';
    this.code = code;
    this.details = options.details ?? [];
    this.isTransport = options.isTransport ?? false;
    this.isReset = options.isReset ?? false;
  }
}

/** The error of calls on a connection that has ended. */
export function lostConnection(cause: Error | undefined): RpcError {
  const reason = cause?.message ?? 'closed by the other side';
  return new RpcError(RPC.UNAVAILABLE, `connection lost: ${reason}`, { isTransport: true, cause });
}

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;

const text = (value: string | string[] | number | undefined): string | undefined =>
  value === undefined ? undefined : String(Array.isArray(value) ? value[0] : value);

/** The error that trailers stand for; undefined for status OK. */
export function errorFromTrailers(trailers: Headers): RpcError | undefined {
  const status = text(trailers['grpc-status']);
  if (status === undefined) {
    return new RpcError(RPC.INTERNAL, 'call ended without a status');
  }
  const code = /^\d+$/.test(status) ? Number(status) : RPC.UNKNOWN;
  if (code === RPC.OK) return undefined;
  const message = decodeMessage(text(trailers['grpc-message']) ?? '');
  const encoded = text(trailers['grpc-status-details-bin']);
  return statusError(code, message, encoded ? Buffer.from(encoded, 'base64') : undefined);
}

/**
 * The error for a status other than OK.
 *
 * @param full a `google.rpc.Status` with details, as it stands in the trailers
 */
export function statusError(code: number, message: string, full?: Uint8Array): RpcError {
  if (full === undefined) return new RpcError(code, message);
  try {
    const status = RpcStatus.decode(full);
    const details = status.details.map((detail) => ({
      typeUrl: detail.typeUrl ?? '',
      value: detail.value ?? new Uint8Array(),
    }));
    return new RpcError(code, status.message || message, { details });
  } catch {
    return new RpcError(code, message); // details are an extra: the status itself stands
  }
}

/** `grpc-message` is percent-encoded UTF-8; what is no valid escape is kept as it is. */
function decodeMessage(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Percent-encodes all but printable ASCII, as the HTTP/2 mapping of gRPC asks. */
export function encodeMessage(message: string): string {
  let out = '';
  for (const byte of Buffer.from(message)) {
    out +=
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** @see gRPC, "HTTP to gRPC Status Code Mapping" */
const HTTP_CODES: ReadonlyMap<number, number> = new Map([
  [400, RPC.INTERNAL],
  [401, RPC.UNAUTHENTICATED],
  [403, RPC.PERMISSION_DENIED],
  [404, RPC.UNIMPLEMENTED],
  ...[429, 502, 503, 504].map((status) => [status, RPC.UNAVAILABLE] as const),
]);

/** For answers without a gRPC status: what the HTTP status means in gRPC's terms. */
export function errorFromHttpStatus(status: number): RpcError {
  const code = HTTP_CODES.get(status) ?? RPC.UNKNOWN;
  return new RpcError(code, `unexpected HTTP status ${status}`);
}
