import type { BinaryPackage } from './binary-package';
import type { PackagesIndex } from './packages-index';
import type { IndexOrigin, Policy } from './policy/policy';
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
  /** What pins may know it by. @default - a suite like any other */
  readonly origin?: IndexOrigin;
}

/** What is chosen otherwise than by version alone. */
export interface CandidateChoice {
  /** How much each version is wanted. @default - all alike */
  readonly policy?: Policy | undefined;
  /** Architecture of the indexes, for the policy. @default '' */
  readonly architecture?: string;
  /** The one version of a package that will do, by name. @default - none */
  readonly versions?: ReadonlyMap<string, string>;
  /** The one .deb of a package that will do, hex sha256 by name. @default - none */
  readonly files?: ReadonlyMap<string, string>;
  /** Names of packages that may not be chosen. @default - none */
  readonly excluded?: ReadonlySet<string>;
}

/**
 * The packages of one architecture that a closure may choose from: of each name the version with the
 * highest priority, of those the highest version that any suite lists, and of equal versions the one of
 * the suite named first.
 */
export class CandidateSet {
  readonly #indexes: readonly SuiteIndex[];
  readonly #choice: CandidateChoice;
  readonly #candidates = new Map<string, Candidate | undefined>();

  constructor(indexes: readonly SuiteIndex[], choice: CandidateChoice = {}) {
    this.#indexes = indexes;
    this.#choice = choice;
  }

  /** The same packages, with some versions or packages ruled out. */
  narrow(choice: Pick<CandidateChoice, 'versions' | 'excluded'>): CandidateSet {
    return new CandidateSet(this.#indexes, { ...this.#choice, ...choice });
  }

  /** These candidates and others, of which of some packages one .deb alone will do. */
  beside(indexes: readonly SuiteIndex[], files: ReadonlyMap<string, string>): CandidateSet {
    return new CandidateSet([...this.#indexes, ...indexes], { ...this.#choice, files });
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

  /** Every version of a package that is listed, the one of the first suite first. */
  versions(name: string): readonly Candidate[] {
    const file = this.#choice.files?.get(name);
    return this.#indexes.flatMap(({ suite, index }) =>
      index
        .get(name)
        .filter(({ sha256 }) => file === undefined || sha256 === file)
        .map((found) => ({ suite, package: found })),
    );
  }

  /** Whether anything in the indexes speaks of a package or a virtual one. */
  isMentioned(name: string): boolean {
    return this.#indexes.some(({ index }) => index.firstMention(name) !== undefined);
  }

  /** Whether a package that is listed may not be chosen. */
  isHeldBack(name: string): boolean {
    return this.candidate(name) === undefined && this.versions(name).length > 0;
  }

  /** Why there is no candidate of a name, or which one there is. */
  describe(name: string): string {
    const version = this.candidate(name)?.package.version;
    if (version !== undefined) return `the suite has ${name} ${version}`;
    if (this.#choice.excluded?.has(name)) return `${name} is excluded`;
    return this.versions(name).length > 0 ? `pins forbid ${name}` : `there is no ${name}`;
  }

  #choose(name: string): Candidate | undefined {
    const { excluded, files, versions } = this.#choice;
    if (excluded?.has(name)) return undefined;
    const wanted = versions?.get(name);
    const file = files?.get(name);
    const isFixed = wanted !== undefined || file !== undefined;
    let best: (Candidate & { readonly priority: number }) | undefined;
    for (const { suite, index } of this.#indexes) {
      for (const found of index.get(name)) {
        if (wanted !== undefined && found.version !== wanted) continue;
        if (file !== undefined && found.sha256 !== file) continue;
        const priority = isFixed ? USUAL : this.#priority(found);
        if (priority <= 0 || (best !== undefined && priority < best.priority)) continue;
        const isBetter =
          best === undefined ||
          priority > best.priority ||
          compareVersions(found.version, best.package.version) > 0;
        if (isBetter) best = { suite, package: found, priority };
      }
    }
    return best === undefined ? undefined : { suite: best.suite, package: best.package };
  }

  /** Of a version, wherever it is listed. */
  #priority(found: BinaryPackage): number {
    const { architecture = '', policy } = this.#choice;
    if (policy === undefined) return USUAL;
    const origins = this.#indexes.flatMap(({ index, origin }) =>
      origin !== undefined && index.get(found.name).some(({ version }) => version === found.version)
        ? [origin]
        : [],
    );
    return origins.length === 0 ? USUAL : policy.priority(found, architecture, origins);
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

/** Where nothing is said of priorities all have the same. */
const USUAL = 500;

/** Bytewise, as every sorted list of the lock is. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
