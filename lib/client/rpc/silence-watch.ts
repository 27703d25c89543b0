/** The method that is called to hear something: which answer comes does not matter. */
export const PROBE_PATH = '/grpc.health.v1.Health/Check';

/** A connection as the watch sees it. */
export interface WatchedConnection {
  /** Milliseconds without a sign after which it is ended, at the earliest. */
  readonly silenceMs: number;
  /** How many bytes have arrived. */
  bytesRead(): number;
  /** Calls a method, so that something arrives. */
  probe(): void;
  /** Ends the connection, for this reason. */
  onSilence(error: Error): void;
}

/**
 * Ends a connection whose other side has fallen silent: a frozen daemon, or a proxy that swallows
 * what it is given. Nothing else would tell: the connection stands.
 *
 * Everything that arrives is a sign of life. The other side is asked only where nothing arrived for
 * half of the time; a build needs none, as its daemon checks the session every five seconds. It is
 * asked by a call, not by a ping of HTTP/2: daemons take the fourth ping while they have nothing to
 * say for an attack, and end the connection.
 */
export class SilenceWatch {
  private readonly connection: WatchedConnection;
  private calls = 0;
  private received = 0;
  private isAsked = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(connection: WatchedConnection) {
    this.connection = connection;
  }

  /** A call begins; it is watched for as long as calls run. */
  begin(): void {
    if (this.calls++ > 0) return;
    this.received = this.connection.bytesRead();
    this.isAsked = false;
    // What waits in the system to be read is read first: this process may have been busy, or asleep.
    const look = () => setImmediate(() => this.look());
    this.timer = setInterval(look, this.connection.silenceMs / 2).unref();
  }

  /** A call has ended. */
  end(): void {
    if (--this.calls === 0) this.stop();
  }

  /** Watches no longer. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    if (this.timer === undefined) return;
    const { silenceMs } = this.connection;
    const bytes = this.connection.bytesRead();
    if (bytes !== this.received) {
      this.received = bytes;
      this.isAsked = false;
    } else if (this.isAsked) {
      this.stop();
      this.connection.onSilence(new Error(`no sign of the other side for ${silenceMs / 1000} s`));
    } else {
      this.isAsked = true;
      this.connection.probe();
    }
  }
}
