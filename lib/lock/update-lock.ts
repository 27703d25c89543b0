import type { FetchOptions } from '../fetch/fetch-context';
import type { Advisories } from '../inputs/advisories';
import { kindNamed } from '../inputs/kinds';
import type { Selection } from '../inputs/resolver';
import { RESOLVERS } from '../inputs/resolvers';
import type { AskedRequest } from './asked';
import { foreignEntries } from './check-lock';
import { type LockFile, sectionOf } from './lock-file';
import { runResolvers } from './run-resolvers';
import { uniqueRequests } from './unique-requests';

/** What is to move. */
export interface UpdateWish extends Omit<Selection, 'advisories'> {
  /** Whether only that moves which an advisory is about. @default false */
  readonly security?: boolean | undefined;
}

/** A lock in which something moved. */
export interface UpdatedLock {
  readonly lock: LockFile;
  /** Advisories that were read, by the kind of input. */
  readonly advisories: ReadonlyMap<string, Advisories>;
}

/**
 * A lock with newer answers to what is selected, or without them where `resolveLock` is to find them:
 * all else stays.
 *
 * @throws BuildErrors every error, each with the construct that made the request
 */
export async function updateLock(
  requests: readonly AskedRequest[],
  previous: LockFile,
  { security = false, ...selection }: UpdateWish,
  options: FetchOptions,
): Promise<UpdatedLock> {
  return runResolvers(options, async (context) => {
    const sections: Record<string, unknown> = { ...previous.sections };
    const known = new Map<string, Advisories>();
    for (const [name, asked] of uniqueRequests(requests)) {
      const kind = kindNamed(name);
      const resolver = await RESOLVERS[name]?.();
      const advisories = security ? await resolver?.advisories?.(context) : undefined;
      if (advisories !== undefined) known.set(name, advisories);
      else if (security) continue;
      if (kind === undefined) {
        const dropped = new Set(asked.filter(selection.has).map(({ key }) => key));
        const entries = Object.entries(foreignEntries(name, previous));
        sections[name] = Object.fromEntries(entries.filter(([key]) => !dropped.has(key)));
      } else if (resolver?.update !== undefined) {
        const wish = { ...selection, advisories };
        sections[name] = await resolver.update(asked, sectionOf(previous, kind), wish, context);
      }
    }
    return { lock: { sections }, advisories: known };
  });
}
