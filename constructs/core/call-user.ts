import { BuildError } from '../../lib/errors';
import { firstUserFrame } from '../../lib/package';
import { describeValue } from '../../lib/props';
import type { LocatedConstruct } from './located-construct';

/** Whoever an error of the user's code is told with. */
export type ErrorOwner = Pick<LocatedConstruct, 'error' | 'source'>;

/**
 * Calls a function of the user in the name of a construct.
 *
 * @param what is called, for the message: `run`
 * @throws BuildError as the function throws it, or `E_USER_FUNCTION` with the construct and the line
 *   that threw for anything else
 */
export function callUser<T>(owner: ErrorOwner, what: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (BuildError.is(cause)) throw cause;
    // Anything can be thrown; what is no error knows no line.
    const error = cause instanceof Error ? cause : undefined;
    const says = error === undefined ? describeValue(cause) : `${error.name}: ${error.message}`;
    throw owner.error('E_USER_FUNCTION', `"${what}" throws ${says}`, {
      source: firstUserFrame(error?.stack ?? '') ?? owner.source,
      cause,
    });
  }
}
