import { BuildError, BuildErrors } from '../errors';
import type { BinaryPackage } from './binary-package';
import type { CandidateSet } from './candidate-set';
import { ClosureMembers, type Conflict, type Member } from './closure-members';
import { ClosureNames } from './closure-names';
import { formatRelation, type RelationGroup } from './relation';

/** What {@link resolveClosure} starts from. */
export interface ClosureRequest {
  /** Debian architecture of the system that the closure is for. */
  readonly architecture: string;
  /** Candidates by architecture: at least those of `architecture`. */
  readonly candidates: ReadonlyMap<string, CandidateSet>;
  /** `minbase` starts from every essential and every required package, and apt. */
  readonly variant: 'minbase' | 'none';
  /** Names of more packages to start from; `name:arch` for one of a foreign architecture. */
  readonly include: readonly string[];
}

/** A package of a closure, as its architecture's index lists it. */
export interface ClosurePackage {
  /** `name`, or `name:arch` for a package of a foreign architecture. */
  readonly key: string;
  readonly suite: string;
  readonly package: BinaryPackage;
}

/** A dependency of a member that leaves a choice. */
interface Choice {
  readonly of: Member;
  readonly group: RelationGroup;
}

/**
 * Finds the packages that a set of packages needs: the closure over `Pre-Depends` and `Depends`,
 * without recommended packages, sorted by name.
 *
 * Dependencies that leave no choice are followed first. Then each of the others, in the order of
 * discovery, takes the first alternative that can be installed, unless one is there already. A
 * choice is never taken back for the sake of a later one: who wants another alternative includes it.
 *
 * @throws BuildError `E_DEBIAN_PACKAGE_UNKNOWN`, `E_DEBIAN_UNSATISFIABLE` or `E_DEBIAN_CONFLICT`
 * @see Debian Policy 7.2
 */
export function resolveClosure(request: ClosureRequest): ClosurePackage[] {
  const names = new ClosureNames(request.architecture, request.candidates);
  const roots = names.roots(request.variant, request.include);
  const members = new ClosureMembers();
  const parents = new Map<string, Member>();
  const choices: Choice[] = [];
  const errors = expand(roots, { names, members, parents, choices });
  BuildErrors.throwIfAny(errors);
  for (let choice = choices.shift(); choice !== undefined; choice = choices.shift()) {
    take(choice, { names, members: members, parents, choices });
  }
  return [...members.values()]
    .map(({ key, suite, package: found }) => ({ key, suite, package: found }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

interface Work {
  readonly names: ClosureNames;
  readonly members: ClosureMembers;
  /** Who brought a member in. */
  readonly parents: Map<string, Member>;
  readonly choices: Choice[];
}

/** Adds members and all that they need without a choice. */
function expand(added: readonly Member[], work: Work): BuildError[] {
  const { names, members, parents, choices } = work;
  const errors: BuildError[] = [];
  const queue = [...added];
  for (let member = queue.shift(); member !== undefined; member = queue.shift()) {
    if (members.has(member.key)) continue;
    const conflict = members.conflictOf(member);
    if (conflict !== undefined) {
      errors.push(conflictError(conflict, parents));
      continue;
    }
    members.add(member);
    for (const group of member.package.depends) {
      if (names.isSatisfied(group, member, members)) continue;
      const [first, ...others] = names.options(group, member);
      if (first === undefined) errors.push(unsatisfiableError(member, group, work));
      else if (others.length > 0) choices.push({ of: member, group });
      else {
        if (!parents.has(first.key)) parents.set(first.key, member);
        queue.push(first);
      }
    }
  }
  return errors;
}

/** Settles a choice: adds the first alternative that can be added with all that it needs. */
function take({ of, group }: Choice, work: Work): void {
  if (work.names.isSatisfied(group, of, work.members)) return;
  let firstError: BuildError | undefined;
  for (const option of work.names.options(group, of)) {
    const trial: Work = {
      names: work.names,
      members: work.members.copy(),
      parents: new Map(work.parents).set(option.key, of),
      choices: [],
    };
    const [error] = expand([option], trial);
    if (error !== undefined) {
      firstError ??= error;
      continue;
    }
    work.members.adopt(trial.members);
    for (const [key, parent] of trial.parents) work.parents.set(key, parent);
    work.choices.push(...trial.choices);
    return;
  }
  throw firstError ?? unsatisfiableError(of, group, work);
}

function unsatisfiableError(member: Member, group: RelationGroup, work: Work): BuildError {
  return new BuildError(
    'E_DEBIAN_UNSATISFIABLE',
    `package "${member.key}" ${member.package.version}: dependency cannot be satisfied${chain(member, work.parents)}`,
    {
      got: work.names.describeCandidates(group),
      expected: group.map(formatRelation).join(' | '),
      fix: 'take a snapshot date at which the suite is consistent, or leave the package out',
    },
  );
}

function conflictError(conflict: Conflict, parents: ReadonlyMap<string, Member>): BuildError {
  const { by, with: other, relation } = conflict;
  const reason =
    typeof relation === 'string' ? relation : `conflicts with ${formatRelation(relation)}`;
  return new BuildError(
    'E_DEBIAN_CONFLICT',
    `packages "${by.key}" and "${other.key}" cannot be installed together`,
    {
      got: `${by.key} ${by.package.version}${chain(by, parents)}: ${reason}; ${other.key} ${other.package.version}${chain(other, parents)}`,
      expected: 'packages without conflicts',
      fix: 'leave one of them out, or include another alternative by name',
    },
  );
}

/** ` (needed by "b", needed by "a")`, or nothing for a package that was asked for. */
function chain(member: Member, parents: ReadonlyMap<string, Member>): string {
  const links: string[] = [];
  const seen = new Set<string>();
  for (let at = parents.get(member.key); at !== undefined; at = parents.get(at.key)) {
    if (seen.has(at.key)) break;
    seen.add(at.key);
    links.push(`needed by "${at.key}"`);
  }
  return links.length === 0 ? '' : ` (${links.join(', ')})`;
}
