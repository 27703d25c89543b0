import { suiteKey } from '../../debian';
import type { Asked, InputResolver, ResolverContext } from '../resolver';
import type { ArchiveContext } from './archive/archive-context';
import { ArchiveLockBuilder } from './archive/archive-lock-builder';
import { ArchiveResolver } from './archive/archive-resolver';
import { TrustedKeys } from './archive/trusted-keys';
import { findLocked } from './locked';
import { archiveKey, type DebianRequest } from './request';
import type { DebianArchiveLock, DebianSection } from './section';

/** Reads dated Debian archives, checks their signatures, and finds the closures of package sets. */
export const DEBIAN_RESOLVER: InputResolver<DebianRequest, DebianSection> = {
  resolve: async (requests, previous, context) => {
    const keys = new TrustedKeys(context.environment.keyrings);
    const archives = new Map<string, Asked<DebianRequest>[]>();
    for (const asked of requests) {
      const key = archiveKey(asked.request);
      const sets = archives.get(key) ?? [];
      sets.push(asked);
      archives.set(key, sets);
    }
    const section: Record<string, DebianArchiveLock> = {};
    // One archive after the other: their indexes are large.
    for (const [key, sets] of archives) {
      const archive = await resolveArchive(sets, previous, { ...context, keys });
      if (archive !== undefined) section[key] = archive;
    }
    return section;
  },
};

async function resolveArchive(
  sets: readonly Asked<DebianRequest>[],
  previous: DebianSection,
  context: ArchiveContext & ResolverContext,
): Promise<DebianArchiveLock | undefined> {
  const [first] = sets;
  if (first === undefined) return undefined;
  const locked = previous[archiveKey(first.request)];
  const builder = new ArchiveLockBuilder();
  const missing = sets.filter(({ request }) => {
    const isLocked = locked !== undefined && findLocked(previous, request) !== undefined;
    if (isLocked) builder.keep(request, locked);
    return !isLocked;
  });
  const [firstMissing] = missing;
  if (firstMissing === undefined) return builder.lock(locked?.releases ?? {});
  const resolver = new ArchiveResolver(firstMissing.request, locked, context);
  if (!(await context.collect(firstMissing, () => resolver.releases()))) return undefined;
  for (const asked of missing) {
    await context.collect(asked, async () =>
      builder.add(asked.request, await resolver.resolve(asked.request)),
    );
  }
  const loaded = await resolver.releases();
  return builder.lock(
    Object.fromEntries(loaded.map(({ source, lock }) => [suiteKey(source), lock])),
  );
}
