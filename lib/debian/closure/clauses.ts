import type { Relation, RelationGroup } from '../relation';
import { type Member, siblingProblem } from './member';
import { comparePackages } from './provider-order';
import type { Mark, System } from './system';

/** What follows from a package being there: one of others must be there too, or none may. */
export interface Clause {
  /** None for what was there before. */
  readonly reason: Mark | undefined;
  /** In the order of preference. */
  readonly solutions: readonly Mark[];
  /** True for what need not hold. */
  readonly isOptional: boolean;
  readonly isNegative: boolean;
  /** Smaller ones are settled first. */
  readonly rank: number;
}

const NEW = 1;
const ANY = 2;
export const INSTALLED = 6;

/** The clauses of a package, in the order of its fields. */
export function clausesOf(mark: Mark, system: System): Clause[] {
  const { member } = mark;
  const { depends, conflicts, recommends, suggests } = member.package;
  return [
    ...siblings(mark, system),
    ...depends.map((group) => positive(mark, group, system, false)),
    ...conflicts.map((relation) => negative(mark, relation, system)),
    ...recommends.map((group) =>
      system.recommends && !mark.wasInstalled ? positive(mark, group, system, true) : nothing(mark),
    ),
    ...suggests.map(() => nothing(mark)),
  ];
}

function positive(mark: Mark, group: RelationGroup, system: System, isOptional: boolean): Clause {
  const { native } = system.graph;
  const solutions = group.flatMap((relation) =>
    system.graph
      .targets(relation, mark.member)
      .map((target) => system.mark(target))
      .sort(
        (a, b) =>
          Number(b.wasInstalled) - Number(a.wasInstalled) ||
          comparePackages(a.member, b.member, relation.name, native) ||
          compareNames(a.member, b.member),
      ),
  );
  solutions.sort((a, b) => Number(b.wasInstalled) - Number(a.wasInstalled));
  const rank = solutions.some(({ wasInstalled }) => wasInstalled) ? ANY : NEW;
  return { reason: mark, solutions, isOptional, isNegative: false, rank };
}

function negative(mark: Mark, relation: Relation, system: System): Clause {
  const solutions = system.graph
    .forbidden(relation, mark.member)
    .map((member) => system.mark(member));
  return { reason: mark, solutions, isOptional: false, isNegative: true, rank: ANY };
}

function siblings(mark: Mark, system: System): Clause[] {
  const solutions = system.graph
    .siblings(mark.member)
    .filter((other) => siblingProblem(mark.member, other) !== undefined)
    .map((member) => system.mark(member));
  if (solutions.length === 0) return [];
  return [{ reason: mark, solutions, isOptional: false, isNegative: true, rank: ANY }];
}

/** What is not asked for has a place in the order of work all the same. */
function nothing(mark: Mark): Clause {
  return { reason: mark, solutions: [], isOptional: true, isNegative: false, rank: ANY };
}

function compareNames(a: Member, b: Member): number {
  return a.package.name < b.package.name ? -1 : a.package.name > b.package.name ? 1 : 0;
}
