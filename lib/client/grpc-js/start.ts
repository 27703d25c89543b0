import type { Socket } from 'node:net';
import { type ChannelOptions, Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import { WINDOW_BYTES } from '../rpc/http2/connection-settings';
import { MAX_MESSAGE_BYTES } from '../rpc/http2/frame';
import { HandshakeError, type Transport, type TransportOptions } from '../rpc/transport';
import { Bridge } from './bridge';
import { GrpcJsTransport } from './transport';

/** The longest time that a timer of Node takes, 24 days. */
const NEVER_MS = 2 ** 31 - 1;

/** What the connection needs, whatever the user says. */
const channelOptions = (authority: string): ChannelOptions => ({
  'grpc.default_authority': authority,
  'grpc.enable_http_proxy': 0,
  // A call that is made again would do its work again.
  'grpc.enable_retries': 0,
  'grpc.client_idle_timeout_ms': NEVER_MS,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc-node.flow_control_window': WINDOW_BYTES,
});

/**
 * Starts grpc-js on a connection; see `grpcJs`.
 *
 * @throws HandshakeError when what answers is not HTTP/2
 */
export async function startGrpcJs(
  socket: Socket,
  { authority, signal, silenceMs }: TransportOptions,
  { channelOverride: _, ...options }: ClientOptions,
): Promise<Transport> {
  const bridge = await Bridge.open(socket);
  const client = new Client(bridge.target, credentials.createInsecure(), {
    ...options,
    ...channelOptions(authority),
  });
  try {
    await ready(client, bridge, signal);
  } catch (error) {
    client.close();
    bridge.close();
    throw error;
  }
  return new GrpcJsTransport(client, bridge, silenceMs);
}

function ready(client: Client, bridge: Bridge, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => settle(signal.reason);
    const settle = (error?: unknown) => {
      signal.removeEventListener('abort', onAbort);
      if (error === undefined) resolve();
      else reject(error);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void bridge.ended.then((cause) => {
      const message = cause?.message ?? 'the connection was closed at once';
      settle(new HandshakeError(message, { cause }));
    });
    client.waitForReady(Number.POSITIVE_INFINITY, (error) => settle(error));
  });
}
