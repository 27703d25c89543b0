import {
  type MethodDefinition,
  Server,
  ServerCredentials,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { CONTROL, GATEWAY } from '../../lib/client/daemon/services';

/** Handlers by path of the method, as grpc-js takes them; messages are bytes. */
export type FakeMethods = Readonly<Record<string, UntypedHandleCall>>;

/** A daemon made with grpc-js, an implementation of gRPC that is not ours. */
export interface FakeDaemon {
  /** `unix:///…` or `tcp://127.0.0.1:PORT` */
  readonly address: string;
  close(): void;
}

const STREAMS: Readonly<Record<string, { request: boolean; response: boolean }>> = {
  [CONTROL.status.path]: { request: false, response: true },
  [CONTROL.session.path]: { request: true, response: true },
};

/** Listens on a unix socket at `path`, or on a free port of loopback. */
export async function startFakeDaemon(methods: FakeMethods, path?: string): Promise<FakeDaemon> {
  const server = new Server();
  const definitions: Record<string, MethodDefinition<Buffer, Buffer>> = {};
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const [name, handler] of Object.entries(methods)) {
    definitions[name] = {
      path: name,
      requestStream: STREAMS[name]?.request ?? false,
      responseStream: STREAMS[name]?.response ?? false,
      requestSerialize: (bytes) => bytes,
      requestDeserialize: (bytes) => bytes,
      responseSerialize: (bytes) => bytes,
      responseDeserialize: (bytes) => bytes,
    };
    handlers[name] = handler;
  }
  server.addService(definitions, handlers);
  const target = path === undefined ? '127.0.0.1:0' : `unix:${path}`;
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(target, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    address: path === undefined ? `tcp://127.0.0.1:${port}` : `unix://${path}`,
    close: () => server.forceShutdown(),
  };
}

/** `Control.Info` of a daemon of this version, without workers. */
export function infoMethod(version: string): FakeMethods {
  const answer = CONTROL.info.encodeResponse({
    buildkitVersion: { version, package: 'github.com/moby/buildkit', revision: 'abc' },
  });
  return {
    [CONTROL.info.path]: (_call: unknown, done: Done) => done(null, Buffer.from(answer)),
    [CONTROL.listWorkers.path]: (_call: unknown, done: Done) => done(null, Buffer.alloc(0)),
  };
}

/** How a handler of grpc-js answers a call with one response. */
export type Done = (error: object | null, answer?: Buffer) => void;

/** Paths of what a daemon serves for builds. */
export const PATHS = {
  info: CONTROL.info.path,
  listWorkers: CONTROL.listWorkers.path,
  solve: CONTROL.solve.path,
  status: CONTROL.status.path,
  session: CONTROL.session.path,
  ping: GATEWAY.ping.path,
  gatewaySolve: GATEWAY.solve.path,
  return: GATEWAY.return.path,
} as const;
