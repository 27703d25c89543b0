import type { Candidate } from './candidate-set';
import { type Relation, versionSatisfies } from './relation';

/** A package of a closure. */
export interface Member extends Candidate {
  /** `name`, or `name:arch` for a package of a foreign architecture. */
  readonly key: string;
  /** Architecture that the package belongs to; the native one for `Architecture: all`. */
  readonly architecture: string;
}

/** Two packages that cannot be installed together, and the relation that says so. */
export interface Conflict {
  readonly by: Member;
  readonly with: Member;
  readonly relation: Relation | 'versions differ' | 'not Multi-Arch: same';
}

/** The packages chosen so far, and what each of them needs or forbids. */
export class ClosureMembers {
  /** In the order of choice. */
  readonly #members = new Map<string, Member>();
  /** By real and by provided name. */
  readonly #byName = new Map<string, readonly Member[]>();
  /** Who forbids a name. */
  readonly #forbidden = new Map<string, readonly { by: Member; relation: Relation }[]>();

  copy(): ClosureMembers {
    return new ClosureMembers().adopt(this);
  }

  /** Takes over all that `other` has. */
  adopt(other: ClosureMembers): this {
    for (const [key, value] of other.#members) this.#members.set(key, value);
    for (const [key, value] of other.#byName) this.#byName.set(key, value);
    for (const [key, value] of other.#forbidden) this.#forbidden.set(key, value);
    return this;
  }

  has(key: string): boolean {
    return this.#members.has(key);
  }

  values(): IterableIterator<Member> {
    return this.#members.values();
  }

  add(member: Member): void {
    this.#members.set(member.key, member);
    for (const name of namesOf(member)) append(this.#byName, name, member);
    for (const relation of member.package.conflicts) {
      append(this.#forbidden, relation.name, { by: member, relation });
    }
  }

  /** Members that have or provide the name of a relation. */
  named(name: string): readonly Member[] {
    return this.#byName.get(name) ?? [];
  }

  /** The reason why `candidate` cannot join, if there is one. */
  conflictOf(candidate: Member): Conflict | undefined {
    for (const other of this.named(candidate.package.name)) {
      if (other.package.name !== candidate.package.name || other.key === candidate.key) continue;
      const sameVersion = other.package.version === candidate.package.version;
      if (!sameVersion) return { by: candidate, with: other, relation: 'versions differ' };
      if (candidate.package.multiArch !== 'same') {
        return { by: candidate, with: other, relation: 'not Multi-Arch: same' };
      }
    }
    for (const relation of candidate.package.conflicts) {
      for (const other of this.named(relation.name)) {
        if (forbids(candidate, relation, other)) return { by: candidate, with: other, relation };
      }
    }
    for (const name of namesOf(candidate)) {
      for (const { by, relation } of this.#forbidden.get(name) ?? []) {
        if (forbids(by, relation, candidate)) return { by, with: candidate, relation };
      }
    }
    return undefined;
  }
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

/** A package never conflicts with itself, nor with its own name on another architecture. */
function forbids(by: Member, relation: Relation, other: Member): boolean {
  if (by.package.name === other.package.name) return false;
  const { qualifier } = relation;
  if (qualifier !== undefined && qualifier !== 'any' && qualifier !== other.architecture) {
    return false;
  }
  return matches(relation, other);
}

function namesOf({ package: { name, provides } }: Candidate): Set<string> {
  return new Set([name, ...provides.map((provided) => provided.name)]);
}

function append<T>(map: Map<string, readonly T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
