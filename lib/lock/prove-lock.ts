import type { FetchOptions } from '../fetch/fetch-context';
import { OfflineHttp } from '../fetch/offline-http';
import { kindNamed } from '../inputs/kinds';
import type { Proof } from '../inputs/resolver';
import { RESOLVERS } from '../inputs/resolvers';
import type { AskedRequest } from './asked';
import { type LockFile, sectionOf } from './lock-file';
import { runResolvers } from './run-resolvers';
import { uniqueRequests } from './unique-requests';

/** Options of {@link proveLock}. */
export interface ProveOptions extends FetchOptions {
  /** Whether files that are not kept here are fetched first. @default false */
  readonly isOnline?: boolean | undefined;
}

/**
 * Proves what a lock has, as far as what is signed tells, from files that are kept on this machine.
 *
 * @returns what is proven, by the kind of input; kinds that nobody signs are not among them
 * @throws BuildErrors `E_LOCK_PROOF`, `E_LOCK_UNPROVEN`, those of signatures: each with a construct that asked
 */
export async function proveLock(
  requests: readonly AskedRequest[],
  lock: LockFile,
  { isOnline = false, ...options }: ProveOptions,
): Promise<ReadonlyMap<string, Proof>> {
  return runResolvers(options, async (fetching) => {
    const context = isOnline ? fetching : { ...fetching, archiveHttp: new OfflineHttp() };
    const proofs = new Map<string, Proof>();
    for (const [name, asked] of uniqueRequests(requests)) {
      const kind = kindNamed(name);
      const resolver = await RESOLVERS[name]?.();
      if (kind === undefined || resolver?.prove === undefined) continue;
      proofs.set(name, await resolver.prove(asked, sectionOf(lock, kind), context));
    }
    return proofs;
  });
}
