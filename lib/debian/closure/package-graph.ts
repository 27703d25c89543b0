import type { Candidate, CandidateSet } from '../candidate-set';
import type { Relation } from '../relation';
import { forbids, type Member, matches } from './member';

/** The packages of all architectures that a closure may choose from, and what relations mean there. */
export class PackageGraph {
  readonly native: string;
  readonly #candidates: ReadonlyMap<string, CandidateSet>;
  readonly #members = new Map<string, Member>();
  readonly #targets = new Map<Relation, readonly Member[]>();

  constructor(native: string, candidates: ReadonlyMap<string, CandidateSet>) {
    this.native = native;
    this.#candidates = candidates;
  }

  get architectures(): readonly string[] {
    return [...this.#candidates.keys()];
  }

  /** Candidates of an architecture; none where it is not one of the closure's. */
  set(architecture: string): CandidateSet | undefined {
    return this.#candidates.get(architecture);
  }

  /** What `minbase` starts from: essential and required packages, by name. */
  required(): readonly Member[] {
    return (this.set(this.native)?.required() ?? []).map((found) =>
      this.member(found, this.native),
    );
  }

  /**
   * A candidate as a member, always the same one. An `all` package belongs to the native architecture,
   * whichever index lists it.
   */
  member(candidate: Candidate, listedFor: string): Member {
    const { name, architecture: own } = candidate.package;
    const architecture = own === 'all' ? this.native : listedFor;
    const key = architecture === this.native ? name : `${name}:${architecture}`;
    const known = this.#members.get(key);
    if (known !== undefined) return known;
    const made = { ...candidate, key, architecture };
    this.#members.set(key, made);
    return made;
  }

  /**
   * Everything that satisfies a dependency of a package: the package of that name, then those that
   * provide it, the last that is listed first.
   */
  targets(relation: Relation, of: Member): readonly Member[] {
    // A relation is part of one package, so that its architecture is part of the relation.
    const known = this.#targets.get(relation);
    if (known !== undefined) return known;
    const found = new Set<Member>();
    for (const architecture of new Set([this.native, of.architecture])) {
      for (const member of this.#listed(relation.name, architecture)) {
        if (matches(relation, member) && this.#isReachable(relation, of, member)) found.add(member);
      }
    }
    const targets = [...found];
    this.#targets.set(relation, targets);
    return targets;
  }

  /** Everything that a package may not be beside by a relation. */
  forbidden(relation: Relation, by: Member): readonly Member[] {
    return this.architectures
      .flatMap((architecture) => this.#listed(relation.name, architecture))
      .filter((member) => forbids(by, relation, member));
  }

  /** The same package for other architectures. */
  siblings({ key, package: { name } }: Member): readonly Member[] {
    return this.architectures.flatMap((architecture) => {
      const candidate = this.set(architecture)?.candidate(name);
      const member = candidate === undefined ? undefined : this.member(candidate, architecture);
      return member === undefined || member.key === key ? [] : [member];
    });
  }

  /** Of two packages between which nothing else decides, the one that is named later comes first. */
  compareOrigin(a: Member, b: Member): number {
    const set = this.set(this.native);
    return set === undefined ? 0 : set.compareMentions(b.package.name, a.package.name);
  }

  /** What has or provides a name. */
  #listed(name: string, architecture: string): Member[] {
    const set = this.set(architecture);
    const named = set?.candidate(name);
    const providers = [...(set?.providers(name) ?? [])].reverse();
    const all = named === undefined ? providers : [named, ...providers];
    return all.map((candidate) => this.member(candidate, architecture));
  }

  /** Whether a package may serve a dependency of `of`, as far as architectures go. */
  #isReachable({ qualifier }: Relation, of: Member, member: Member): boolean {
    const { multiArch } = member.package;
    if (qualifier === 'any')
      return multiArch === 'allowed' || member.architecture === of.architecture;
    if (qualifier === 'native') return member.architecture === this.native;
    if (qualifier !== undefined) return member.architecture === qualifier;
    return multiArch === 'foreign' || member.architecture === of.architecture;
  }
}
