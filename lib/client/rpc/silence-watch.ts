import type { ClientHttp2Session } from 'node:http2';

/**
 * Ends a connection whose other side has fallen silent: a frozen daemon, or a proxy that swallows
 * what it is given. Nothing else would tell: the connection stands.
 *
 * Everything that arrives is a sign of life. The other side is pinged only where nothing arrived for
 * half of the time: servers of gRPC end a connection that is pinged often without need. A build needs
 * none, as its daemon checks the session every five seconds.
 */
export class SilenceWatch {
  private readonly session: ClientHttp2Session;
  private readonly silenceMs: number;
  private readonly onSilence: (error: Error) => void;
  private calls = 0;
  private received = 0;
  private isPinged = false;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param onSilence told why the connection is ended, before it is
   * @param silenceMs milliseconds without a sign after which it is ended, at the earliest
   */
  constructor(session: ClientHttp2Session, onSilence: (error: Error) => void, silenceMs = 30_000) {
    this.onSilence = onSilence;
    this.session = session;
    this.silenceMs = silenceMs;
    session.once('close', () => clearInterval(this.timer));
  }

  /** A call begins; it is watched for as long as calls run. */
  begin(): void {
    if (this.calls++ > 0) return;
    this.received = this.session.socket.bytesRead;
    this.isPinged = false;
    // What waits in the system to be read is read first: this process may have been busy, or asleep.
    const look = () => setImmediate(() => this.look());
    this.timer = setInterval(look, this.silenceMs / 2).unref();
  }

  /** A call has ended. */
  end(): void {
    if (--this.calls === 0) clearInterval(this.timer);
  }

  private look(): void {
    if (this.session.destroyed || this.calls === 0) return;
    const { bytesRead } = this.session.socket;
    if (bytesRead !== this.received) {
      this.received = bytesRead;
      this.isPinged = false;
    } else if (this.isPinged) {
      const error = new Error(`no sign of the other side for ${this.silenceMs / 1000} s`);
      this.onSilence(error);
      this.session.destroy(error);
    } else {
      this.isPinged = true;
      this.session.ping(() => {}); // the answer is a sign like any other
    }
  }
}
