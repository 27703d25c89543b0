import { type Connection, connect, resolveAddress } from '../../client';
import { patienceMs } from '../../environment/patience';
import type { BuildOptions } from './build-options';

/** The connection that is given, or one to the daemon that is named or found. */
export async function openConnection({
  address,
  connection,
  env = process.env,
  signal,
  tls,
}: Pick<BuildOptions, 'address' | 'connection' | 'env' | 'signal' | 'tls'>): Promise<Connection> {
  if (connection !== undefined) return connection;
  const silenceMs = patienceMs(env);
  const trace = { traceparent: env.TRACEPARENT, tracestate: env.TRACESTATE };
  return connect(resolveAddress({ addr: address, env }), { signal, silenceMs, tls, ...trace });
}
