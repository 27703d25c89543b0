import { own } from '../../../entries';
import type { Outdated, OutdatedQuery } from '../../../outdated';
import type { Asked, ResolverContext } from '../../../resolver';
import type { DebianRequest } from '../../request';
import type { DebianSection } from '../../section';
import type { ArchiveContext } from '../archive-context';
import { ArchiveDates } from '../archive-dates';
import { checkSnapshot } from './check-snapshot';
import { type NewerPackage, newerPackages } from './newer-packages';

/** Packages of all archives of which there is another version at a date. */
export async function outdatedPackages(
  archives: ReadonlyMap<string, readonly Asked<DebianRequest>[]>,
  section: DebianSection,
  { advisories, snapshot }: OutdatedQuery,
  context: ArchiveContext & ResolverContext,
): Promise<Outdated[]> {
  const outdated: Outdated[] = [];
  for (const [key, sets] of archives) {
    const [first] = sets;
    const locked = own(section, key);
    if (first === undefined || locked === undefined) continue;
    await context.collect(first, async () => {
      checkSnapshot(first.request, snapshot);
      const newest = new ArchiveDates(first.request, locked, context).at(snapshot);
      const newer = await newerPackages(sets, locked, newest, advisories);
      const told = newer.filter((found) => advisories === undefined || found.advisories.length > 0);
      outdated.push(...join(told, Object.keys(locked.packages)));
    });
  }
  return outdated;
}

/** The same of several architectures is told once. */
function join(newer: readonly NewerPackage[], architectures: readonly string[]): Outdated[] {
  const groups = new Map<string, NewerPackage[]>();
  for (const found of newer) {
    const { advisories, isFixed, key, locked, newest, suite } = found;
    const id = JSON.stringify([key, locked, newest, suite, advisories, isFixed]);
    groups.set(id, [...(groups.get(id) ?? []), found]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { advisories, isFixed, key, locked, newest, suite } = first;
    const of = group.map(({ architecture }) => architecture).sort();
    const advisory = advisories.join(' ') || (suite.endsWith('-security') ? suite : '');
    return {
      name: key,
      ...(of.length === architectures.length ? {} : { of }),
      ...{ locked, newest, by: isFixed ? ('app' as const) : ('update' as const) },
      ...(advisory === '' ? {} : { advisory }),
      constructPaths: [...new Set(group.flatMap((one) => one.constructPaths))].sort(),
    };
  });
}
