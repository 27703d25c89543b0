/**
 * A transport for `connect` of `buildkit-cdk/client` on `@grpc/grpc-js`, which is to be installed
 * beside this package.
 *
 * @module buildkit-cdk/client/grpc-js
 */

import type { ClientOptions } from '@grpc/grpc-js';
import type { StartTransport } from '../rpc/transport';
import { startGrpcJs } from './start';

/**
 * Has `@grpc/grpc-js` speak with the daemon, with what `options` of its `Client` bring along:
 * interceptors, a user agent, limits. Libraries that trace its clients see every call.
 *
 * The connection is opened as without it, so all addresses and TLS work, Docker Engine's too. What
 * the options say of proxies, retries, idle connections, the largest message and the authority does
 * not count. To an interceptor every call is a stream both ways, and its messages are bytes.
 *
 * @param options as `new Client` of grpc-js takes them. @default - none
 * @example
 * const connection = await connect('unix:///run/buildkit/buildkitd.sock', {
 *   transport: grpcJs({ interceptors: [measure] }),
 * });
 */
export function grpcJs(options: ClientOptions = {}): StartTransport {
  return (socket, start) => startGrpcJs(socket, start, options);
}
