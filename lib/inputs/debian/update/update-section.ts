import { snapshotEpoch } from '../../../debian';
import { BuildError } from '../../../errors';
import { own } from '../../entries';
import type { Asked, ResolverContext } from '../../resolver';
import type { Selection } from '../../selection';
import type { ArchiveContext } from '../archive/archive-context';
import { baseName } from '../locked';
import { archiveKey, type DebianRequest, setKey } from '../request';
import type { DebianArchiveLock, DebianSection } from '../section';
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
    const names = namesOf(sets, locked, selection);
    section[key] = locked;
    const [first] = sets;
    if (first === undefined || names?.size === 0) continue;
    await context.collect(first, async () => {
      checkSnapshot(first.request, selection);
      const { snapshot } = selection;
      const updated = await updateArchive(sets, locked, { snapshot, names }, context);
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

/** Before the date of the app nothing is newer. */
function checkSnapshot(request: DebianRequest, { snapshot }: Selection): void {
  const [own = 0, wanted] = [request.snapshot, snapshot].map(snapshotEpoch);
  // One that is no date, or in the future, is told where its Releases are read.
  if (wanted === undefined || wanted >= own) return;
  throw new BuildError(
    'E_UPDATE_SNAPSHOT',
    `"${archiveKey(request)}" cannot be moved to an earlier date`,
    {
      got: `snapshot ${snapshot}`,
      expected: `${request.snapshot}, the snapshot of the app, or later`,
      fix: 'give a later date with --snapshot, or set the snapshot of the app back and run "synth lock"',
    },
  );
}
