import { connect, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** Passes connections on to a daemon. */
export interface Relay {
  /** Port of 127.0.0.1. */
  readonly port: number;
  /** Ends every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * Lets a server pass its connections on.
 *
 * @param event `secureConnection` for a server with TLS, which then stands before a daemon without
 */
export async function startRelay(
  server: Server,
  target: NetConnectOpts,
  event: 'connection' | 'secureConnection' = 'connection',
): Promise<Relay> {
  const sockets = new Set<Socket>();
  server.on(event, (client: Socket) => {
    const daemon = connect(target);
    const both = [client, daemon];
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => both.map((other) => other.destroy()));
    }
    client.pipe(daemon).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no TCP address');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: bound.port,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
