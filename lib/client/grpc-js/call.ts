import type { ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import { CallLimits } from '../rpc/call-limits';
import { PacedWriter } from '../rpc/paced-writer';
import { RPC, RpcError, statusError } from '../rpc/rpc-error';
import type { CallOptions, RpcCall } from '../rpc/transport';

/** What grpc-js says of a stream that ended without a status: it has no other sign for it. */
const RESET = /^Received RST_STREAM with code \d+/;

/** With these grpc-js ends calls whose connection is lost. */
const LOST_CODES: readonly number[] = [RPC.UNAVAILABLE, RPC.INTERNAL, RPC.CANCELLED];

/** One call of a client of grpc-js. */
export class GrpcJsCall implements RpcCall {
  private readonly stream: ClientDuplexStream<Uint8Array, Buffer>;
  private readonly writer: PacedWriter;
  private readonly limits: CallLimits;
  private readonly connectionError: () => RpcError | undefined;
  private status: StatusObject | undefined;

  constructor(
    stream: ClientDuplexStream<Uint8Array, Buffer>,
    options: CallOptions,
    connectionError: () => RpcError | undefined,
  ) {
    this.stream = stream;
    this.writer = new PacedWriter(stream);
    this.connectionError = connectionError;
    this.limits = new CallLimits(options, () => this.cancel());
    stream.on('error', () => {}); // the status tells the same
    stream.once('status', (status) => {
      this.status = status;
      this.limits.release();
      this.writer.close();
    });
  }

  send(...parts: readonly Uint8Array[]): Promise<void> | undefined {
    const [message = new Uint8Array(), ...others] = parts;
    return this.writer.write(others.length === 0 ? message : Buffer.concat(parts));
  }

  endRequests(): void {
    this.stream.end();
  }

  cancel(): void {
    this.stream.cancel();
  }

  async *messages(): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* this.stream as AsyncIterable<Buffer>;
    } catch (cause) {
      throw this.failure() ?? cause;
    } finally {
      if (this.status === undefined) this.cancel();
    }
    // An error that came before anybody read is told nowhere else.
    const failure = this.failure();
    if (failure !== undefined) throw failure;
  }

  /** The error of a call that has ended; undefined for status OK. */
  private failure(): unknown {
    const { endedBy } = this.limits;
    if (endedBy !== undefined) return endedBy;
    if (this.status === undefined) return new RpcError(RPC.INTERNAL, 'call ended without a status');
    const { code, details, metadata } = this.status;
    if (code === RPC.OK) return undefined;
    if (code === RPC.DEADLINE_EXCEEDED && this.limits.isDue) return this.limits.tooLate();
    const lost = LOST_CODES.includes(code) ? this.connectionError() : undefined;
    if (lost !== undefined) return lost;
    if (RESET.test(details)) return new RpcError(code, details, { isReset: true });
    const [full] = metadata.get('grpc-status-details-bin');
    return statusError(code, details, typeof full === 'string' ? undefined : full);
  }
}
