import type { Socket } from 'node:net';

/** What goes with a call beside its requests. */
export interface CallOptions {
  /** Header fields, each with one value or with several. @default - none */
  readonly metadata?: Readonly<Record<string, string | readonly string[]>>;
  /** Aborting ends the call at once. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call fails with DEADLINE_EXCEEDED. @default - it may take for ever */
  readonly timeoutMs?: number | undefined;
}

/** One call from the client's side: requests out, responses and a status in. */
export interface RpcCall {
  /**
   * Sends a request, of one part or of several, which must not change any more. The promise, where there is one, is to be
   * awaited before the next: the other side does not keep up.
   */
  send(...parts: readonly Uint8Array[]): Promise<void> | undefined;
  /** No more requests will come. */
  endRequests(): void;
  /** Ends the call at once, from this side. */
  cancel(): void;
  /**
   * The responses, in order. Ends when the call ended with status OK.
   *
   * Throws an `RpcError` for any other status, and for a lost connection; the reason of the abort
   * when the call's signal was aborted.
   */
  messages(): AsyncGenerator<Buffer, void, undefined>;
}

/**
 * Calls of gRPC over one connection to a daemon. It never connects again by itself: what the daemon
 * knows of a client, such as its session, ends with the connection.
 */
export interface Transport {
  /** Whether calls can be opened. */
  readonly isOpen: boolean;
  /**
   * Opens a call; the caller sends messages and reads the answers.
   *
   * Throws the reason of a signal that is aborted, and an `RpcError` where the connection is lost.
   */
  open(path: string, options: CallOptions): RpcCall;
  /** Closes the connection; calls that run fail. */
  close(): void;
}

/** What a transport is started with. */
export interface TransportOptions {
  /** The host that calls name, `:authority`. */
  readonly authority: string;
  /** Aborting ends the attempt. */
  readonly signal: AbortSignal;
  /**
   * Milliseconds that the other side may give no sign of itself while calls run, before the
   * connection is taken for lost.
   */
  readonly silenceMs: number;
}

/**
 * Starts a transport on a connection that is open, and has spoken TLS where it must: HTTP/2 comes
 * next. Resolves once the other side has answered.
 *
 * Throws a `HandshakeError` when what answers is not HTTP/2.
 */
export type StartTransport = (socket: Socket, options: TransportOptions) => Promise<Transport>;

/** The other side does not speak the protocol that was tried; another one may work. */
export class HandshakeError extends Error {}
