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

  /** Candidates that provide a virtual package, as listed. */
  providers(name: string): readonly Candidate[] {
    return this.#current((index) => index.providers(name));
  }

  /** Candidates with `Essential: yes` or `Priority: required`, by name. */
  required(): readonly Candidate[] {
    return this.#current((index) => index.requiredPackages()).sort((a, b) =>
      compareNames(a.package.name, b.package.name),
    );
  }

  /** Negative where the indexes name `a` before `b`. */
  compareMentions(a: string, b: string): number {
    for (const { index } of this.#indexes) {
      const [atA, atB] = [index.firstMention(a), index.firstMention(b)];
      if (atA === undefined && atB === undefined) continue;
      if (atA === undefined) return 1;
      if (atB === undefined) return -1;
      const differing = atA.findIndex((part, at) => part !== atB[at]);
      return differing < 0 ? 0 : (atA[differing] ?? 0) - (atB[differing] ?? 0);
    }
    return 0;
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

/** Bytewise, as every sorted list of the lock is. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
