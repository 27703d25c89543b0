import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { removeTemporarySync, temporaryFolder } from '../../files/temporary';

/**
 * Gives a connection that is open to grpc-js, which opens its own alone: a socket in a folder of this
 * user's takes one connection, and carries it on.
 */
export class Bridge {
  /** What grpc-js connects to, once. */
  readonly target: string;
  /** Fulfilled when the connection has ended, with why it did where that is known. */
  readonly ended: Promise<Error | undefined>;
  private readonly daemon: Socket;
  private readonly server: Server;
  private readonly folder: string;
  private client: Socket | undefined;
  private error: Error | undefined;

  private constructor(daemon: Socket, server: Server, folder: string, path: string) {
    this.daemon = daemon;
    this.server = server;
    this.folder = folder;
    this.target = `unix:${path}`;
    daemon.on('error', (error) => this.note(error));
    this.ended = new Promise((resolve) => {
      daemon.once('close', () => {
        this.stopListening();
        this.client?.destroySoon(); // what has arrived is still to be read
        resolve(this.error);
      });
    });
    server.once('connection', (client) => this.carry(client));
  }

  /** Takes over a connection, of which nothing that arrives may be read by others. */
  static async open(daemon: Socket): Promise<Bridge> {
    const folder = temporaryFolder('buildkit-cdk');
    const path = join(folder, 'socket');
    const server = createServer();
    const bridge = new Bridge(daemon, server, folder, path);
    await once(server.listen(path), 'listening');
    return bridge;
  }

  get isOpen(): boolean {
    return !this.daemon.destroyed;
  }

  /** Why the connection ended, where that is known. */
  get lostBecause(): Error | undefined {
    return this.error;
  }

  /** How many bytes have come from the daemon. */
  get bytesRead(): number {
    return this.daemon.bytesRead;
  }

  /** Ends the connection at once. */
  close(reason?: Error): void {
    if (reason !== undefined) this.note(reason);
    this.daemon.destroy();
    this.client?.destroy();
  }

  private carry(client: Socket): void {
    this.stopListening();
    this.client = client;
    client.on('error', () => {}); // its end is what counts
    client.once('close', () => this.daemon.destroy());
    client.pipe(this.daemon).pipe(client);
  }

  private stopListening(): void {
    this.server.close();
    removeTemporarySync(this.folder);
  }

  private note(error: Error): void {
    this.error ??= error;
  }
}
