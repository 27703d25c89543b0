import { BuildError } from '../../errors';
import { formatRelation, type Relation, type RelationGroup } from '../relation';
import { forbids, type Member, type SiblingProblem, siblingProblem } from './member';
import type { PackageGraph } from './package-graph';

/** Why a package has to be there: another's dependency; none for what was asked for, or was there. */
interface Link {
  readonly of: Member;
  readonly group: RelationGroup;
}

interface Conflict {
  readonly by: Member;
  readonly with: Member;
  readonly relation: Relation | SiblingProblem;
}

/**
 * Tells why packages cannot be installed: what certainly has to be there is followed, nearest first,
 * until something of it cannot be had, or cannot be beside something else of it.
 */
export class ClosureProblem {
  readonly #graph: PackageGraph;
  readonly #installed: ReadonlySet<Member>;
  /** What has to be there, in the order of distance. */
  readonly #links = new Map<Member, Link | undefined>();
  readonly #possible = new Map<Member, boolean>();

  constructor(graph: PackageGraph, installed: readonly Member[]) {
    this.#graph = graph;
    this.#installed = new Set(installed);
  }

  /** @param removed what was there and would have to go */
  explain(wanted: readonly Member[], removed: readonly Member[] = []): BuildError {
    const open: Link[] = [];
    const queue: { member: Member; link?: Link }[] = [...this.#installed, ...wanted].map(
      (member) => ({ member }),
    );
    while (queue.length > 0) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { link, member } = next;
        if (this.#links.has(member)) continue;
        const conflict = this.#conflictOf(member);
        this.#links.set(member, link);
        if (conflict !== undefined) return this.#conflictError(conflict);
        open.push(...member.package.depends.map((group) => ({ of: member, group })));
      }
      const unmet = open.filter((link) => !this.#targets(link).some((one) => this.#links.has(one)));
      // What there is nothing else for comes before what is left of several.
      for (const link of unmet) {
        const [only, second] = this.#targets(link);
        if (only !== undefined && second === undefined) queue.push({ member: only, link });
      }
      if (queue.length > 0) continue;
      for (const link of unmet) {
        const targets = this.#targets(link);
        const [only, second] = targets.filter((target) => this.#isPossible(target));
        if (only === undefined) return this.#unsatisfiableError(link, targets);
        if (second !== undefined) continue;
        queue.push({ member: only, link });
        break;
      }
    }
    return this.#choiceError(wanted, removed);
  }

  #targets({ group, of }: Link): Member[] {
    return [...new Set(group.flatMap((relation) => this.#graph.targets(relation, of)))];
  }

  #isPossible(member: Member): boolean {
    return this.#conflictOf(member) === undefined && this.#existsWhole(member);
  }

  /** True where there is something for each dependency of a package, however far away. */
  #existsWhole(member: Member): boolean {
    const known = this.#possible.get(member);
    if (known !== undefined) return known;
    // In a circle of dependencies it is what the others come to.
    this.#possible.set(member, true);
    const exists = member.package.depends.every((group) =>
      this.#targets({ of: member, group }).some((target) => this.#existsWhole(target)),
    );
    this.#possible.set(member, exists);
    return exists;
  }

  #conflictOf(member: Member): Conflict | undefined {
    for (const other of this.#links.keys()) {
      if (other === member) continue;
      const problem = siblingProblem(member, other);
      if (problem !== undefined) return { by: member, with: other, relation: problem };
      const ofMember = member.package.conflicts.find((relation) =>
        forbids(member, relation, other),
      );
      if (ofMember !== undefined) return { by: member, with: other, relation: ofMember };
      const ofOther = other.package.conflicts.find((relation) => forbids(other, relation, member));
      if (ofOther !== undefined) return { by: other, with: member, relation: ofOther };
    }
    return undefined;
  }

  #unsatisfiableError({ group, of }: Link, targets: readonly Member[]): BuildError {
    const reasons = group.flatMap((relation) => this.#lack(relation, of));
    const details = {
      got: [...this.#chain(of), ...reasons].join('; '),
      expected: group.map(formatRelation).join(' | '),
    };
    const message = `package "${of.key}" ${of.package.version}: dependency cannot be satisfied`;
    if (targets.length === 0) {
      return new BuildError('E_DEBIAN_UNSATISFIABLE', message, {
        ...details,
        fix: this.#isHeldBack(group)
          ? 'let what is needed be chosen, or leave out what needs it'
          : 'take a snapshot date at which the suite is consistent, or leave the package out',
      });
    }
    const isConflict = targets.some((target) => this.#conflictOf(target) !== undefined);
    return new BuildError(isConflict ? 'E_DEBIAN_CONFLICT' : 'E_DEBIAN_UNSATISFIABLE', message, {
      ...details,
      fix: 'leave one of the packages out',
    });
  }

  #isHeldBack(group: RelationGroup): boolean {
    const set = this.#graph.set(this.#graph.native);
    return group.some(({ name }) => set?.isHeldBack(name) ?? false);
  }

  /** Why nothing of an alternative can be had. */
  #lack(relation: Relation, of: Member): string[] {
    const targets = this.#graph.targets(relation, of);
    if (targets.length === 0) return [this.#describeCandidate(relation)];
    return targets.map((target) => {
      const conflict = this.#conflictOf(target);
      if (conflict !== undefined) {
        const other = conflict.by === target ? conflict.with : conflict.by;
        return [this.#describeConflict(conflict), ...this.#chain(other)].join(', ');
      }
      const missing = this.#firstMissing(target, new Set());
      return missing.join(', ');
    });
  }

  /** The way from a package to what there is nothing for. */
  #firstMissing(member: Member, seen: Set<Member>): string[] {
    seen.add(member);
    for (const group of member.package.depends) {
      const targets = this.#targets({ of: member, group });
      if (targets.some((target) => this.#existsWhole(target))) continue;
      const needs = `${member.key} needs ${group.map(formatRelation).join(' | ')}`;
      const next = targets.find((target) => !seen.has(target));
      if (next !== undefined) return [needs, ...this.#firstMissing(next, seen)];
      return [needs, ...group.map((relation) => this.#describeCandidate(relation))];
    }
    return [];
  }

  #describeCandidate({ name }: Relation): string {
    return this.#graph.set(this.#graph.native)?.describe(name) ?? `there is no ${name}`;
  }

  #conflictError(conflict: Conflict): BuildError {
    const { by, with: other } = conflict;
    return new BuildError(
      'E_DEBIAN_CONFLICT',
      `packages "${by.key}" and "${other.key}" cannot be installed together`,
      {
        got: [...this.#chain(by), ...this.#chain(other), this.#describeConflict(conflict)].join(
          '; ',
        ),
        expected: 'packages without conflicts',
        fix: 'leave one of them out, or include another alternative by name',
      },
    );
  }

  #describeConflict({ by, relation, with: other }: Conflict): string {
    if (typeof relation === 'string') {
      return `${by.key} ${by.package.version} and ${other.key} ${other.package.version}: ${relation}`;
    }
    const provided = relation.name === other.package.name ? '' : `, which ${other.key} provides`;
    return `${by.key} conflicts with ${formatRelation(relation)}${provided}`;
  }

  /** Each step from what was asked for to a package: `a needs b (>= 2)`. */
  #chain(member: Member): string[] {
    const steps: string[] = [];
    for (let at = this.#links.get(member); at !== undefined; at = this.#links.get(at.of)) {
      steps.unshift(`${at.of.key} needs ${at.group.map(formatRelation).join(' | ')}`);
    }
    if (this.#installed.has(member)) return [`${member.key} is part of the minbase`];
    return steps;
  }

  /** Nothing that certainly has to be there is to blame: it takes a choice to find out. */
  #choiceError(wanted: readonly Member[], removed: readonly Member[]): BuildError {
    const names = wanted.map(({ key }) => key).join(', ');
    return new BuildError(
      'E_DEBIAN_CONFLICT',
      'no choice of alternatives lets all packages be installed together',
      {
        got:
          removed.length === 0
            ? names
            : `${names}, for which ${removed.map(({ key }) => key).join(', ')} of the minbase would have to go`,
        expected: 'packages without conflicts',
        fix: 'leave one of them out, or include another alternative by name',
      },
    );
  }
}
