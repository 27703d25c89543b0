import { BuildError } from '../../errors';
import { own } from '../entries';
import type { Asked, InputResolver, ResolverContext } from '../resolver';
import type { ArchiveContext } from './archive/archive-context';
import { ArchiveDates } from './archive/archive-dates';
import { ArchiveLockBuilder } from './archive/archive-lock-builder';
import { holdPackages } from './archive/held-packages';
import { proveSection } from './archive/prove-section';
import { TrustedKeys } from './archive/trusted-keys';
import { fetchAdvisories } from './archive/update/advisories';
import { outdatedPackages } from './archive/update/outdated';
import { updateSection } from './archive/update/update-section';
import { findLocked } from './locked';
import { archiveKey, type DebianRequest } from './request';
import type { DebianArchiveLock, DebianSection } from './section';

/** Reads dated Debian archives, checks their signatures, and finds the closures of package sets. */
export const DEBIAN_RESOLVER: InputResolver<DebianRequest, DebianSection> = {
  resolve: async (requests, previous, context) => {
    const keys = new TrustedKeys(context.environment.keyrings);
    const archives = byArchive(requests);
    const section: Record<string, DebianArchiveLock> = {};
    // One archive after the other: their indexes are large.
    for (const [key, sets] of archives) {
      const archive = await resolveArchive(sets, previous, { ...context, keys });
      if (archive !== undefined) section[key] = archive;
    }
    return section;
  },
  update: (requests, previous, selection, context) => {
    const keys = new TrustedKeys(context.environment.keyrings);
    return updateSection(byArchive(requests), previous, selection, { ...context, keys });
  },
  outdated: (requests, section, query, context) => {
    const keys = new TrustedKeys(context.environment.keyrings);
    return outdatedPackages(byArchive(requests), section, query, { ...context, keys });
  },
  advisories: fetchAdvisories,
  prove: (requests, section, context) => {
    const keys = new TrustedKeys(context.environment.keyrings);
    return proveSection(byArchive(requests), section, { ...context, keys });
  },
};

function byArchive(
  requests: readonly Asked<DebianRequest>[],
): ReadonlyMap<string, readonly Asked<DebianRequest>[]> {
  const archives = new Map<string, Asked<DebianRequest>[]>();
  for (const asked of requests) {
    const key = archiveKey(asked.request);
    archives.set(key, [...(archives.get(key) ?? []), asked]);
  }
  return archives;
}

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
  if (firstMissing === undefined) return builder.lock(locked?.releases ?? {}, locked?.later);
  const dates = new ArchiveDates(firstMissing.request, locked, context);
  if (!(await context.collect(firstMissing, () => dates.at().releases()))) return undefined;
  for (const asked of missing) {
    await context.collect(asked, () => addSet(asked.request, sets, locked, dates, builder));
  }
  return builder.lock(await dates.releases(), locked?.later);
}

/**
 * Adds a set to an archive. Where packages of it were moved to later dates, those that are locked stay
 * as they are: the set is of the date of the app with them, or else of the latest one.
 */
async function addSet(
  request: DebianRequest,
  sets: readonly Asked<DebianRequest>[],
  locked: DebianArchiveLock | undefined,
  dates: ArchiveDates,
  builder: ArchiveLockBuilder,
): Promise<void> {
  const latest = Object.keys(locked?.later ?? {})
    .sort()
    .at(-1);
  if (locked === undefined || latest === undefined) {
    return builder.add(request, await dates.at().resolve(request));
  }
  const components = [...new Set(sets.flatMap((asked) => asked.request.components))].sort();
  const table = own(locked.packages, request.architecture) ?? {};
  const resolveAt = async (snapshot: string | undefined) => {
    const resolver = dates.at(snapshot);
    const held = await holdPackages(table, request, components, resolver, (date) => dates.at(date));
    builder.add(request, await resolver.resolve(request, held), { held: locked, snapshot });
  };
  try {
    await resolveAt(undefined);
  } catch (error) {
    if (!BuildError.is(error) || !MISFITS.includes(error.code)) throw error;
    await resolveAt(latest);
  }
}

/** What packages of several dates may fail on together. */
const MISFITS: readonly string[] = [
  'E_DEBIAN_CONFLICT',
  'E_DEBIAN_PACKAGE_UNKNOWN',
  'E_DEBIAN_UNSATISFIABLE',
  'E_DEBIAN_VERSION_UNKNOWN',
];
