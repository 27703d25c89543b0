import { Client, connectivityState, credentials, Metadata } from '@grpc/grpc-js';
import { lostConnection, type RpcError } from '../rpc/rpc-error';
import { PROBE_PATH, SilenceWatch } from '../rpc/silence-watch';
import type { CallOptions, RpcCall, Transport } from '../rpc/transport';
import type { Bridge } from './bridge';
import { GrpcJsCall } from './call';

const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const same = (bytes: Buffer): Buffer => bytes;

/** gRPC calls over one connection, by a client of grpc-js. */
export class GrpcJsTransport implements Transport {
  private readonly client: Client;
  private readonly bridge: Bridge;
  private readonly silence: SilenceWatch;

  /** @param silenceMs as {@link SilenceWatch} has it */
  constructor(client: Client, bridge: Bridge, silenceMs: number) {
    this.client = client;
    this.bridge = bridge;
    this.silence = new SilenceWatch({
      silenceMs,
      bytesRead: () => bridge.bytesRead,
      probe: () => this.probe(silenceMs),
      onSilence: (error) => bridge.close(error),
    });
    void bridge.ended.then(() => {
      this.silence.stop();
      client.close();
    });
  }

  /** A daemon that goes away in order ends its channel first, and the connection with the last call. */
  get isOpen(): boolean {
    if (!this.bridge.isOpen) return false;
    return this.client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  open(path: string, options: CallOptions = {}): RpcCall {
    options.signal?.throwIfAborted();
    if (!this.isOpen) throw this.lost();
    const metadata = new Metadata();
    for (const [name, values] of Object.entries(options.metadata ?? {})) {
      for (const value of [values].flat()) metadata.add(name, value);
    }
    const { timeoutMs } = options;
    const limits = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
    const stream = this.client.makeBidiStreamRequest(path, toBuffer, same, metadata, limits);
    this.silence.begin();
    stream.once('status', () => this.silence.end());
    return new GrpcJsCall(stream, options, () => (this.isOpen ? undefined : this.lost()));
  }

  close(): void {
    this.bridge.close();
  }

  /** By a client without the interceptors of the user, who did not make this call. */
  private probe(silenceMs: number): void {
    const channelOverride = this.client.getChannel();
    const client = new Client(this.bridge.target, credentials.createInsecure(), {
      channelOverride,
    });
    const deadline = Date.now() + silenceMs;
    const nothing = Buffer.alloc(0);
    client.makeUnaryRequest(PROBE_PATH, same, same, nothing, { deadline }, () => {});
  }

  private lost(): RpcError {
    return lostConnection(this.bridge.lostBecause);
  }
}
