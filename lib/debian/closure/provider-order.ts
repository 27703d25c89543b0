import type { Relation, RelationGroup } from '../relation';
import type { Member } from './member';
import type { PackageGraph } from './package-graph';
import type { Mark, System } from './system';

/** Everything that could satisfy a dependency, in the order of the alternatives. */
export function solutions(group: RelationGroup, of: Member, system: System): Mark[] {
  const found = new Set<Mark>();
  for (const relation of group) for (const mark of possible(relation, of, system)) found.add(mark);
  return [...found];
}

/**
 * Everything that could satisfy a dependency, in apt's order: what was installed before, then the
 * alternatives in their order, each with its packages by {@link comparePackages}.
 */
export function* preferred(
  group: RelationGroup,
  of: Member,
  system: System,
): Generator<Mark, undefined> {
  const seen = new Set<Mark>();
  for (const wasInstalled of [true, false]) {
    for (const relation of group) {
      const rest = possible(relation, of, system).filter(
        (mark) => mark.wasInstalled === wasInstalled && !seen.has(mark),
      );
      while (rest.length > 0) {
        const first = takeFirst(rest, relation.name, system.graph);
        seen.add(first);
        yield first;
      }
    }
  }
}

function possible(relation: Relation, of: Member, system: System): Mark[] {
  return system.graph
    .targets(relation, of)
    .map((target) => system.mark(target))
    .filter(({ ruledOutAt, isInstalled, isProtected }) => {
      const mayNot = isProtected && !isInstalled;
      return ruledOutAt === undefined && !mayNot;
    });
}

/** Marks in the order in which they would serve a relation. */
export function ordered(marks: readonly Mark[], name: string, graph: PackageGraph): Mark[] {
  const rest = [...marks];
  return marks.map(() => takeFirst(rest, name, graph));
}

/** Removes what is to be preferred. Where indexes name packages is asked only if nothing else decides. */
function takeFirst(marks: Mark[], name: string, graph: PackageGraph): Mark {
  const compare = (a: Mark, b: Mark): number =>
    Number(b.isProtected) - Number(a.isProtected) ||
    comparePackages(a.member, b.member, name, graph.native);
  const best = marks.reduce((first, mark) => (compare(mark, first) < 0 ? mark : first));
  const first = marks
    .filter((mark) => compare(mark, best) === 0)
    .reduce((a, b) => (graph.compareOrigin(a.member, b.member) <= 0 ? a : b));
  marks.splice(marks.indexOf(first), 1);
  return first;
}

const PRIORITIES = ['required', 'important', 'standard', 'optional', 'extra'];

/** The order of packages that serve a relation equally: negative where `a` is to be preferred. */
export function comparePackages(a: Member, b: Member, name: string, native: string): number {
  const flag = (test: (member: Member) => boolean): number => Number(test(b)) - Number(test(a));
  return (
    flag(({ package: found }) => found.name === name) ||
    flag(({ package: found }) => found.essential) ||
    flag(({ package: found }) => found.protected) ||
    flag(({ architecture }) => architecture === native) ||
    priorityRank(a) - priorityRank(b)
  );
}

function priorityRank({ package: { priority } }: Member): number {
  const rank = PRIORITIES.indexOf(priority);
  return rank < 0 ? PRIORITIES.length : rank;
}
