import type { Candidate } from '../candidate-set';
import { type Relation, versionSatisfies } from '../relation';

/** A package that may become part of a system. */
export interface Member extends Candidate {
  /** `name`, or `name:arch` for a package of a foreign architecture. */
  readonly key: string;
  /** Architecture that the package belongs to; the native one for `Architecture: all`. */
  readonly architecture: string;
}

/** True where the package, by its own name or by one that it provides, is what a relation means. */
export function matches(relation: Relation, { package: found }: Candidate): boolean {
  if (found.name === relation.name && versionSatisfies(found.version, relation)) return true;
  return found.provides.some(
    ({ name, bound }) =>
      name === relation.name &&
      // An unversioned virtual package never satisfies a versioned relation (Policy 7.5).
      (relation.bound === undefined ||
        (bound !== undefined && versionSatisfies(bound.version, relation))),
  );
}

/**
 * True where a package may not be beside another, by a relation of the first. It never forbids what it
 * is itself or provides itself, nor its own name on another architecture.
 */
export function forbids(by: Member, relation: Relation, other: Member): boolean {
  if (by.package.name === other.package.name) return false;
  const { qualifier } = relation;
  if (qualifier !== undefined && qualifier !== 'any' && qualifier !== other.architecture) {
    return false;
  }
  return matches(relation, other);
}

/** Why the same package cannot be there for two architectures, where it cannot. */
export function siblingProblem(a: Member, b: Member): SiblingProblem | undefined {
  if (a.package.name !== b.package.name || a.key === b.key) return undefined;
  if (a.package.version !== b.package.version) return 'versions differ';
  const areSame = a.package.multiArch === 'same' && b.package.multiArch === 'same';
  return areSame ? undefined : 'not Multi-Arch: same';
}

export type SiblingProblem = 'versions differ' | 'not Multi-Arch: same';

/** Its own name and those that it provides, each once. */
export function namesOf({ package: { name, provides } }: Candidate): Set<string> {
  return new Set([name, ...provides.map((provided) => provided.name)]);
}
