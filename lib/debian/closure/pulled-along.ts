import type { Candidate, CandidateSet } from '../candidate-set';
import type { Relation } from '../relation';
import { type Member, matches } from './member';
import type { PackageGraph } from './package-graph';
import { namedMembers } from './roots';
import { System } from './system';

/**
 * Finds packages of a system that cannot stay as they are beside those that move: what these need in
 * another version, what would lack something, and what they may not be beside.
 *
 * @param graph candidates: of those that stay the .deb that is there
 * @param keys of all packages of the system
 * @param newest candidates by architecture, where nothing stays
 */
export function pulledAlong(
  graph: PackageGraph,
  keys: readonly string[],
  moving: ReadonlySet<string>,
  newest: ReadonlyMap<string, CandidateSet>,
): ReadonlySet<string> {
  const members = namedMembers(graph, keys);
  const byKey = new Map(members.map((member) => [member.key, member]));
  const system = new System(graph, false, members);
  const pulled = new Set<string>();
  const pull = (member: Member | undefined): void => {
    if (member !== undefined && !moving.has(member.key)) pulled.add(member.key);
  };
  for (const member of members) {
    const lacks = member.package.depends.some((group) => !system.isSatisfied(group, member));
    if (lacks || enemies(member, system).length > 0) pull(member);
  }
  const queue = members.filter(({ key }) => moving.has(key));
  const seen = new Set(queue);
  // It grows while it is gone through: what comes anew has needs of its own.
  for (const member of queue) {
    for (const enemy of enemies(member, system)) pull(enemy);
    for (const group of member.package.depends) {
      if (system.isSatisfied(group, member)) continue;
      const [target] = group.flatMap((relation) => graph.targets(relation, member));
      if (target === undefined) pull(newer(group, byKey, graph, newest));
      else if (!seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return pulled;
}

/** Packages of the system that a package may not be beside. */
function enemies(member: Member, system: System): Member[] {
  const { conflicts } = member.package;
  const found = [
    ...conflicts.flatMap((relation) => system.forbiddenBy(member, relation)),
    ...system.badSiblings(member),
  ];
  return found.filter(({ isInstalled }) => isInstalled).map((mark) => mark.member);
}

/** The package of the system that would satisfy one of several relations, were it the newest. */
function newer(
  group: readonly Relation[],
  byKey: ReadonlyMap<string, Member>,
  graph: PackageGraph,
  newest: ReadonlyMap<string, CandidateSet>,
): Member | undefined {
  for (const relation of group) {
    for (const [architecture, set] of newest) {
      const named = set.candidate(relation.name);
      const candidates: readonly Candidate[] = [
        ...(named === undefined ? [] : [named]),
        ...set.providers(relation.name),
      ];
      for (const candidate of candidates) {
        if (!matches(relation, candidate)) continue;
        const { architecture: own, name } = candidate.package;
        const isNative = own === 'all' || architecture === graph.native;
        const found = byKey.get(isNative ? name : `${name}:${architecture}`);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}
