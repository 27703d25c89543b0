import { grpcJs } from '../../lib/client/grpc-js';
import { RpcChannel } from '../../lib/client/rpc/channel';
import { http2 } from '../../lib/client/rpc/http2/start';
import type { StartTransport } from '../../lib/client/rpc/transport';
import { parseAddress } from '../../lib/client/transport/address';
import { dial } from '../../lib/client/transport/dial';

/** All transports, by name: what is true of one is to be true of the other. */
export const TRANSPORTS: readonly (readonly [name: string, transport: StartTransport])[] = [
  ['node:http2', http2],
  ['grpc-js', grpcJs()],
];

/** A channel to what listens at an address, without a question who that is. */
export async function openTestChannel(
  address: string,
  transport: StartTransport = http2,
  silenceMs = 30_000,
): Promise<RpcChannel> {
  const parsed = parseAddress(address);
  if (parsed.kind === 'command') throw new Error(address);
  const { signal } = new AbortController();
  const socket = await dial(parsed, { signal, timeoutMs: 10_000 });
  return new RpcChannel(await transport(socket, { authority: 'localhost', signal, silenceMs }));
}
