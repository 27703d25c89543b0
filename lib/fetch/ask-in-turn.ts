import type { BuildError } from '../errors';
import { isServerFailure } from './server-failure';

/** What servers gave that were asked in turn. */
export interface Asked<S, T> {
  /** Of the first one that had it. @default - none had it */
  readonly found?: { readonly server: S; readonly value: T };
  /** What those said that were asked before it. */
  readonly failures: readonly BuildError[];
}

/**
 * Asks one server after another until one gives what is asked for.
 *
 * @param mayGoOn whether the next one is asked after a failure. @default - always
 * @throws whatever is no failure of a server
 */
export async function askInTurn<S, T>(
  servers: Iterable<S>,
  ask: (server: S) => Promise<T>,
  mayGoOn: (failure: BuildError, server: S) => boolean = () => true,
): Promise<Asked<S, T>> {
  const failures: BuildError[] = [];
  for (const server of servers) {
    try {
      return { found: { server, value: await ask(server) }, failures };
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      failures.push(error);
      if (!mayGoOn(error, server)) break;
    }
  }
  return { failures };
}
