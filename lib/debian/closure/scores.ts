import { type Relation, versionSatisfies } from '../relation';
import { type Member, matches } from './member';
import type { Mark, System } from './system';

const OF_PRIORITY: Readonly<Record<string, number>> = {
  required: 3,
  important: 2,
  standard: 1,
  optional: -1,
};
const OF_ANY_OTHER = -2;
const OF_ESSENTIAL = 100;
const OF_INSTALLED = 1;

/** What is added last, to stand above all else. */
const REQUESTED = 10_000;
const ESSENTIAL = 5_000;

/**
 * How much would break with each package, by its key or by the name of a virtual one, as apt reckons:
 * by priority, by what depends on it, and by what depends on that in turn. Of two packages that cannot
 * be together the higher one stays.
 */
export function makeScores(system: System, requested: ReadonlySet<Mark>): Map<string, number> {
  const scores = new Map<string, number>();
  const add = (key: string, points: number): void => {
    scores.set(key, (scores.get(key) ?? 0) + points);
  };
  const installed = [...system.installed()];
  for (const { member, wasInstalled } of installed) {
    const { package: found } = member;
    if (found.essential || found.protected) add(member.key, OF_ESSENTIAL);
    add(member.key, OF_PRIORITY[found.priority] ?? OF_ANY_OTHER);
    if (wasInstalled) add(member.key, OF_INSTALLED);
    for (const relation of [...found.depends, ...found.recommends].flat()) {
      for (const key of meant(relation, member, system, false)) add(key, 1);
    }
    for (const relation of found.conflicts) {
      for (const key of meant(relation, member, system, true)) add(key, -1);
    }
  }
  const own = new Map(scores);
  for (const { member } of installed) {
    const inherited = own.get(member.key) ?? 0;
    if (inherited <= 0) continue;
    for (const { name } of [...member.package.depends, ...member.package.recommends].flat()) {
      const target = system.installedNamed(name, member);
      if (target !== undefined) add(target.member.key, inherited);
    }
  }
  for (const { member } of installed) {
    const gained = Math.abs((scores.get(member.key) ?? 0) - (own.get(member.key) ?? 0));
    if (gained === 0) continue;
    for (const provider of system.providersOf(member)) add(provider.member.key, gained);
  }
  for (const mark of installed) {
    if (requested.has(mark)) add(mark.member.key, REQUESTED);
    const { essential, protected: isProtected } = mark.member.package;
    if (essential || isProtected) add(mark.member.key, ESSENTIAL);
  }
  return scores;
}

/**
 * The keys of what is there and is meant by a relation, and the name itself where no version is asked
 * for. A package does not forbid itself.
 */
function meant(
  relation: Relation,
  of: Member,
  system: System,
  isNegative: boolean,
): ReadonlySet<string> {
  const keys = new Set<string>();
  const isIgnored = (name: string): boolean => isNegative && name === of.package.name;
  const named = system.installedNamed(relation.name, of);
  if (!isIgnored(relation.name)) {
    if (relation.bound !== undefined) {
      if (named === undefined || !versionSatisfies(named.member.package.version, relation))
        return keys;
    }
    keys.add(named?.member.key ?? relation.name);
  }
  for (const { isInstalled, member } of system.named(relation.name)) {
    const { name } = member.package;
    if (!isInstalled || name === relation.name || isIgnored(name)) continue;
    if (matches(relation, member)) keys.add(member.key);
  }
  return keys;
}
