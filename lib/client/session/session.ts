import type { ServerHttp2Session } from 'node:http2';
import { HealthCheckResponse } from '../../pb/generated/client';
import { CONTROL, SESSION } from '../daemon/services';
import type { RpcChannel } from '../rpc/channel';
import { newId } from '../rpc/id';
import { closeServed, type Handlers, serveConnection, unaryHandler } from '../rpc/server';
import { Tunnel } from './tunnel';

/**
 * What the daemon may ask of this client while a build runs: files, secrets, credentials.
 *
 * The daemon calls the client, so the client serves HTTP/2 inside a call that it made itself. Docker
 * Engine takes the same call on its gRPC connection; its `POST /session` is not needed.
 */
export class Session {
  readonly id: string;
  private readonly server: ServerHttp2Session;
  private readonly tunnel: Tunnel;
  private isClosed = false;

  private constructor(id: string, server: ServerHttp2Session, tunnel: Tunnel) {
    this.id = id;
    this.server = server;
    this.tunnel = tunnel;
  }

  /**
   * Opens a session that serves `handlers` and health checks, without which the daemon closes it
   * after some ten seconds.
   *
   * @param sharedKey part of the key under which the daemon keeps synced folders for the next build
   */
  static open(channel: RpcChannel, handlers: Handlers, sharedKey: string): Session {
    const id = newId();
    const all: Handlers = { ...handlers, ...health };
    const call = channel.open(CONTROL.session.path, {
      metadata: {
        'x-docker-expose-session-uuid': id,
        'x-docker-expose-session-sharedkey': sharedKey,
        'x-docker-expose-session-grpc-method': Object.keys(all),
      },
    });
    const tunnel = new Tunnel(call);
    tunnel.on('error', () => {}); // calls inside it fail, and the solve with them
    return new Session(id, serveConnection(tunnel, all), tunnel);
  }

  /** Whether it broke before it was closed. */
  get isLost(): boolean {
    return this.tunnel.destroyed && !this.isClosed;
  }

  /** Ends the session; what the daemon still asks for in it fails. */
  close(): void {
    if (!this.isLost) this.isClosed = true;
    closeServed(this.server);
    this.tunnel.destroy();
  }
}

const health = unaryHandler(SESSION.health, () => ({
  status: HealthCheckResponse.ServingStatus.SERVING,
}));
