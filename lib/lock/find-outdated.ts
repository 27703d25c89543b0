import type { BuildError } from '../errors';
import type { FetchOptions } from '../fetch/fetch-context';
import { kindNamed } from '../inputs/kinds';
import type { Outdated, OutdatedQuery } from '../inputs/outdated';
import { RESOLVERS } from '../inputs/resolvers';
import { type AdvisorySource, sourceOfAdvisories } from './advisory-source';
import type { AskedRequest } from './asked';
import { type LockFile, sectionOf } from './lock-file';
import { tryResolvers } from './run-resolvers';
import { uniqueRequests } from './unique-requests';

/** Something that is locked, of which there is something newer. */
export interface OutdatedEntry extends Outdated {
  /** Name of the kind of input. */
  readonly kind: string;
}

/** What of a lock is outdated. */
export interface OutdatedEntries {
  readonly outdated: readonly OutdatedEntry[];
  /** Requests of which nobody can tell without answering them anew. */
  readonly untold: readonly AskedRequest[];
  /** Why of others nothing is known: a server that did not answer. Each has the construct that asks. */
  readonly errors: readonly BuildError[];
  /** Advisories that were read, of each kind that has some. @default - none were asked for */
  readonly advisories?: readonly AdvisorySource[];
}

/** What is looked for. */
export interface OutdatedWish extends Pick<OutdatedQuery, 'snapshot'> {
  /** Whether only that is told which an advisory is about. @default false */
  readonly security?: boolean | undefined;
}

/**
 * Asks for newer answers to what a lock has, and changes none. Where one cannot be asked, the others
 * are told.
 *
 * @throws BuildError of advisories that cannot be read; the reason of an abort
 */
export async function findOutdated(
  requests: readonly AskedRequest[],
  lock: LockFile,
  query: OutdatedWish,
  options: FetchOptions,
): Promise<OutdatedEntries> {
  const { security = false, snapshot } = query;
  const { errors, result } = await tryResolvers(options, async (context) => {
    const outdated: OutdatedEntry[] = [];
    const untold: AskedRequest[] = [];
    const sources: AdvisorySource[] = [];
    for (const [name, asked] of uniqueRequests(requests)) {
      const kind = kindNamed(name);
      const resolver = await RESOLVERS[name]?.();
      const advisories = security ? await resolver?.advisories?.(context) : undefined;
      if (advisories !== undefined) sources.push(sourceOfAdvisories(name, advisories));
      else if (security) continue;
      if (kind !== undefined && resolver?.outdated !== undefined) {
        const section = sectionOf(lock, kind);
        const found = await resolver.outdated(asked, section, { snapshot, advisories }, context);
        outdated.push(...found.map((one) => ({ kind: name, ...one })));
      } else if (kind === undefined || resolver?.update !== undefined) untold.push(...asked);
    }
    return { outdated, untold, ...(security ? { advisories: sources } : {}) };
  });
  return { ...result, errors };
}
