import { own } from '../../../entries';
import type { Asked, ResolverContext, Selection } from '../../../resolver';
import { baseName } from '../../locked';
import { type DebianRequest, setKey } from '../../request';
import type { DebianArchiveLock, DebianSection } from '../../section';
import type { ArchiveContext } from '../archive-context';
import { ArchiveDates } from '../archive-dates';
import { checkSnapshot } from './check-snapshot';
import { newerPackages } from './newer-packages';
import { updateArchive } from './update-archive';

/** The section with selected packages of another date. */
export async function updateSection(
  archives: ReadonlyMap<string, readonly Asked<DebianRequest>[]>,
  previous: DebianSection,
  selection: Selection,
  context: ArchiveContext & ResolverContext,
): Promise<DebianSection> {
  const section: Record<string, DebianArchiveLock> = {};
  // One archive after the other: their indexes are large.
  for (const [key, sets] of archives) {
    const locked = own(previous, key);
    if (locked === undefined) continue;
    const selected = namesOf(sets, locked, selection);
    section[key] = locked;
    const [first] = sets;
    if (first === undefined || selected?.size === 0) continue;
    await context.collect(first, async () => {
      const { snapshot } = selection;
      checkSnapshot(first.request, snapshot);
      // Indexes of a date are read once, for the advisories and for what moves.
      const dates = new ArchiveDates(first.request, locked, context);
      const names = await withAdvisories(selected, sets, locked, selection, dates);
      if (names?.size === 0) return;
      const updated = await updateArchive(sets, locked, dates, { snapshot, names }, context);
      if (updated !== undefined) section[key] = updated;
    });
  }
  return section;
}

/** What moves of an archive; undefined for all of it. */
function namesOf(
  sets: readonly Asked<DebianRequest>[],
  { packages, sets: locked }: DebianArchiveLock,
  selection: Selection,
): ReadonlySet<string> | undefined {
  const whole = sets.filter((asked) => selection.has(asked));
  if (whole.length === sets.length) return undefined;
  const keys = whole.flatMap(
    ({ request }) => own(own(locked, setKey(request)), request.architecture) ?? [],
  );
  const known = Object.values(packages).flatMap((byName) => Object.keys(byName).map(baseName));
  return new Set([...keys.map(baseName), ...known.filter((name) => selection.packages.has(name))]);
}

/** Of what is selected that which advisories are about, and a newer version fixes. */
async function withAdvisories(
  selected: ReadonlySet<string> | undefined,
  sets: readonly Asked<DebianRequest>[],
  locked: DebianArchiveLock,
  { advisories, snapshot }: Selection,
  dates: ArchiveDates,
): Promise<ReadonlySet<string> | undefined> {
  if (advisories === undefined) return selected;
  const newer = await newerPackages(sets, locked, dates.at(snapshot), advisories);
  const fixed = newer.filter((found) => found.advisories.length > 0 && !found.isFixed);
  const names = fixed.map(({ key }) => baseName(key));
  return new Set(names.filter((name) => selected === undefined || selected.has(name)));
}
