import type { BinaryPackage } from './binary-package';
import type { PackagesIndex } from './packages-index';
import { compareVersions } from './version';

/** A package and the suite whose index lists it. */
export interface Candidate {
  readonly suite: string;
  readonly package: BinaryPackage;
}

/** One index of a suite. A suite has one for each component. */
export interface SuiteIndex {
  readonly suite: string;
  readonly index: PackagesIndex;
}

/**
 * The packages of one architecture that a closure may choose from: of each name the highest version
 * that any suite lists, and of equal versions the one of the suite named first.
 */
export class CandidateSet {
  readonly #indexes: readonly SuiteIndex[];
  readonly #candidates = new Map<string, Candidate | undefined>();

  constructor(indexes: readonly SuiteIndex[]) {
    this.#indexes = indexes;
  }

  /** Every package name, once for each index that lists it. */
  *names(): Generator<string> {
    for (const { index } of this.#indexes) yield* index.names();
  }

  candidate(name: string): Candidate | undefined {
    if (!this.#candidates.has(name)) this.#candidates.set(name, this.#choose(name));
    return this.#candidates.get(name);
  }

  /** Candidates that provide a virtual package: the higher priority first, then by name. */
  providers(name: string): readonly Candidate[] {
    return this.#current((index) => index.providers(name)).sort(
      (a, b) =>
        priorityRank(a.package.priority) - priorityRank(b.package.priority) ||
        compareNames(a.package.name, b.package.name),
    );
  }

  /** Candidates with `Essential: yes` or `Priority: required`, by name. */
  required(): readonly Candidate[] {
    return this.#current((index) => index.requiredPackages()).sort((a, b) =>
      compareNames(a.package.name, b.package.name),
    );
  }

  #choose(name: string): Candidate | undefined {
    let best: Candidate | undefined;
    for (const { suite, index } of this.#indexes) {
      for (const found of index.get(name)) {
        if (best === undefined || compareVersions(found.version, best.package.version) > 0) {
          best = { suite, package: found };
        }
      }
    }
    return best;
  }

  /** Of the packages that a query finds in the indexes, those that no other version supersedes. */
  #current(query: (index: PackagesIndex) => readonly BinaryPackage[]): Candidate[] {
    const names = new Set<string>();
    const current: Candidate[] = [];
    for (const { index } of this.#indexes) {
      for (const found of query(index)) {
        const candidate = this.candidate(found.name);
        if (candidate?.package !== found || names.has(found.name)) continue;
        names.add(found.name);
        current.push(candidate);
      }
    }
    return current;
  }
}

const PRIORITIES = ['required', 'important', 'standard', 'optional', 'extra'];

function priorityRank(priority: string): number {
  const rank = PRIORITIES.indexOf(priority);
  return rank < 0 ? PRIORITIES.length : rank;
}

/** Bytewise, as every sorted list of the lock is. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
