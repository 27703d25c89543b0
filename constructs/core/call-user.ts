import { BuildError } from '../../lib/errors';
import { firstUserFrame } from '../../lib/package';
import type { LocatedConstruct } from './located-construct';

/**
 * Calls a function of the user in the name of a construct.
 *
 * @param what is called, for the message: `run`
 * @throws BuildError as the function throws it, or `E_USER_FUNCTION` with the construct and the line
 *   that threw for anything else
 */
export function callUser<T>(owner: LocatedConstruct, what: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (BuildError.is(cause)) throw cause;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    throw owner.error('E_USER_FUNCTION', `"${what}" throws ${error.name}: ${error.message}`, {
      source: firstUserFrame(error.stack ?? '') ?? owner.source,
      cause,
    });
  }
}
