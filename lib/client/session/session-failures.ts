import { BuildError } from '../../errors';
import type { Handler, Handlers } from '../rpc/server';

/**
 * What this client could not give to the daemon. The daemon repeats the text of it as the reason of
 * the build's failure, but not what it is.
 */
export class SessionFailures {
  private readonly errors: BuildError[] = [];

  /** The handlers, whose errors are kept. */
  watch(handlers: Handlers): Handlers {
    const watched = (handler: Handler): Handler => {
      return async (call) => {
        try {
          await handler(call);
        } catch (error) {
          this.keep(error);
          throw error;
        }
      };
    };
    return Object.fromEntries(
      Object.entries(handlers).map(([path, handler]) => [path, watched(handler)]),
    );
  }

  /** The error that the daemon's words repeat. */
  find(reason: string): BuildError | undefined {
    return this.errors.find(({ message }) => reason.includes(message));
  }

  private keep(error: unknown): void {
    const cause = error instanceof Error ? error.cause : undefined;
    const own = BuildError.is(error) ? error : cause;
    if (BuildError.is(own)) this.errors.push(own);
  }
}
