import { BuildError } from '../../../errors';
import { own } from '../../entries';
import type { Asked, Proof, ResolverContext } from '../../resolver';
import type { DebianRequest } from '../request';
import type { DebianSection } from '../section';
import type { ArchiveContext } from './archive-context';
import { ArchiveDates } from './archive-dates';
import { proveArchive } from './prove-archive';

/** Proves the packages of all archives. */
export async function proveSection(
  archives: ReadonlyMap<string, readonly Asked<DebianRequest>[]>,
  section: DebianSection,
  context: ArchiveContext & ResolverContext,
): Promise<Proof> {
  const proven = { releases: 0, packages: 0 };
  for (const [key, sets] of archives) {
    const [first] = sets;
    const locked = own(section, key);
    if (first === undefined || locked === undefined) continue;
    await context.collect(first, async () => {
      // Releases that can be had are kept, and looked at where they are kept.
      const dates = new ArchiveDates(first.request, locked, context);
      for (const date of [undefined, ...Object.keys(locked.later ?? {})]) {
        await dates.at(date).releases().catch(ignoreUnreachable);
      }
      const found = await proveArchive(
        sets.map(({ request }) => request),
        locked,
        context,
      );
      proven.releases += found.releases;
      proven.packages += found.packages;
    });
  }
  for (const key of Object.keys(section)) {
    if (archives.has(key)) continue;
    const [[first] = []] = archives.values();
    if (first !== undefined) await context.collect(first, async () => fail(key));
  }
  return proven;
}

/** What cannot be fetched may be kept; what is neither is told then. */
function ignoreUnreachable(error: unknown): void {
  if (!BuildError.is(error)) throw error;
}

/** Whose keys count for an archive is said by the app. */
function fail(key: string): never {
  throw new BuildError('E_LOCK_PROOF', `archive "${key}" of the lock is asked for by nothing`, {
    expected: 'archives that the app asks for: it says which keys they are trusted by',
    fix: 'run "synth lock", which drops it',
  });
}
