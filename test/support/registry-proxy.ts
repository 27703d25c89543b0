import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A proxy before a registry that spoils what is sent to it, or by it. */
export interface RegistryProxy {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** How often it cut a connection. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** What the proxy does with connections that have sent so many bytes. */
export interface Spoiling {
  /** Whose bytes count. @default 'to registry' */
  readonly direction?: 'to registry' | 'from registry';
  readonly afterBytes: number;
  /** How many connections are cut there. @default - none */
  readonly cuts?: number;
  /** Milliseconds that each further piece waits. @default 0 */
  readonly pauseMs?: number;
}

/** Starts it before the registry at `127.0.0.1:port`. */
export async function startRegistryProxy(
  registry: string,
  { afterBytes, cuts = 0, direction = 'to registry', pauseMs = 0 }: Spoiling,
): Promise<RegistryProxy> {
  const [host = '', port] = registry.split(':');
  const sockets = new Set<Socket>();
  let cut = 0;
  const server = createServer((client) => {
    const behind = connect(Number(port), host);
    const both = [client, behind];
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => both.map((other) => other.destroy()));
    }
    let sent = 0;
    const spoil = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sent += chunk.length;
        if (sent <= afterBytes) return done(null, chunk);
        if (cut < cuts) {
          cut += 1;
          for (const socket of both) socket.destroy();
        }
        setTimeout(() => done(null, chunk), pauseMs);
      },
    });
    if (direction === 'to registry') client.pipe(spoil).pipe(behind).pipe(client);
    else client.pipe(behind).pipe(spoil).pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no TCP address');
  return {
    host: `127.0.0.1:${bound.port}`,
    get cuts() {
      return cut;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
