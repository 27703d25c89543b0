import { BuildError, BuildErrors } from '../errors';
import type { Candidate, CandidateSet } from './candidate-set';
import { type ClosureMembers, type Member, matches } from './closure-members';
import { nearPackages } from './near-packages';
import type { Relation, RelationGroup } from './relation';

/** What the names of a closure's roots and relations stand for, with their architectures. */
export class ClosureNames {
  readonly #native: string;
  readonly #candidates: ReadonlyMap<string, CandidateSet>;

  constructor(native: string, candidates: ReadonlyMap<string, CandidateSet>) {
    this.#native = native;
    this.#candidates = candidates;
  }

  /** @throws BuildError `E_DEBIAN_PACKAGE_UNKNOWN`, for every unknown name at once */
  roots(variant: 'minbase' | 'none', include: readonly string[]): Member[] {
    const roots: Member[] = [];
    const errors: BuildError[] = [];
    const wanted = variant === 'none' ? include : ['apt', ...include];
    if (variant === 'minbase') {
      const required = this.#candidates.get(this.#native)?.required() ?? [];
      roots.push(...required.map((candidate) => this.#member(candidate, this.#native)));
    }
    for (const name of wanted) {
      const root = this.#root(name);
      if (BuildError.is(root)) errors.push(root);
      else roots.push(root);
    }
    BuildErrors.throwIfAny(errors);
    return roots;
  }

  /** True where a member is, or provides, one of the alternatives. */
  isSatisfied(group: RelationGroup, of: Member, members: ClosureMembers): boolean {
    return group.some((relation) =>
      members
        .named(relation.name)
        .some((member) => matches(relation, member) && this.#isReachable(relation, of, member)),
    );
  }

  /** Every package that satisfies one of the alternatives, in the order of preference. */
  options(group: RelationGroup, of: Member): Member[] {
    const options = new Map<string, Member>();
    for (const relation of group) {
      for (const architecture of new Set([this.#native, of.architecture])) {
        const set = this.#candidates.get(architecture);
        const named = set?.candidate(relation.name);
        const found = [
          ...(named === undefined ? [] : [named]),
          ...(set?.providers(relation.name) ?? []),
        ];
        for (const candidate of found) {
          const member = this.#member(candidate, architecture);
          if (!matches(relation, member) || !this.#isReachable(relation, of, member)) continue;
          if (!options.has(member.key)) options.set(member.key, member);
        }
      }
    }
    return [...options.values()];
  }

  /** What the indexes have of the names of an unsatisfiable group, for an error. */
  describeCandidates(group: RelationGroup): string {
    const set = this.#candidates.get(this.#native);
    return group
      .map(({ name }) => {
        const version = set?.candidate(name)?.package.version;
        return version === undefined ? `no package "${name}"` : `${name} ${version}`;
      })
      .join(', ');
  }

  #root(wanted: string): Member | BuildError {
    const [name = '', qualifier, ...rest] = wanted.split(':');
    const architecture = qualifier ?? this.#native;
    const set = this.#candidates.get(architecture);
    if (set === undefined || rest.length > 0) {
      return new BuildError(
        'E_DEBIAN_PACKAGE_UNKNOWN',
        `package "${wanted}": architecture is unknown`,
        {
          got: `"${architecture}"`,
          expected: [...this.#candidates.keys()].join(', '),
        },
      );
    }
    const candidate = set.candidate(name);
    if (candidate !== undefined) return this.#member(candidate, architecture);
    const providers = set.providers(name);
    const [only, second] = providers;
    if (only !== undefined && second === undefined) return this.#member(only, architecture);
    return unknownPackageError(wanted, name, providers, set);
  }

  /** An `all` package belongs to the native architecture, whichever index lists it. */
  #member(candidate: Candidate, listedFor: string): Member {
    const { name, architecture: own } = candidate.package;
    const architecture = own === 'all' ? this.#native : listedFor;
    const key = architecture === this.#native ? name : `${name}:${architecture}`;
    return { ...candidate, key, architecture };
  }

  /** Whether a package may serve a dependency of `of`, as far as architectures go. */
  #isReachable({ qualifier }: Relation, of: Member, member: Member): boolean {
    const { multiArch } = member.package;
    if (qualifier === 'any')
      return multiArch === 'allowed' || member.architecture === of.architecture;
    if (qualifier === 'native') return member.architecture === this.#native;
    if (qualifier !== undefined) return member.architecture === qualifier;
    return multiArch === 'foreign' || member.architecture === of.architecture;
  }
}

function unknownPackageError(
  wanted: string,
  name: string,
  providers: readonly Candidate[],
  set: CandidateSet,
): BuildError {
  if (providers.length > 0) {
    const names = providers.map((provider) => provider.package.name).join(', ');
    return new BuildError(
      'E_DEBIAN_PACKAGE_UNKNOWN',
      `package "${wanted}" is virtual, and several packages provide it`,
      { got: `"${wanted}"`, expected: `one of ${names}`, fix: 'name the package that is wanted' },
    );
  }
  const near = nearPackages(name, new Set(set.names()));
  return new BuildError(
    'E_DEBIAN_PACKAGE_UNKNOWN',
    `package "${wanted}" does not exist in the suite`,
    {
      got: `"${wanted}"`,
      expected: 'a package of the suite, for the architecture asked for',
      fix:
        near.length === 0
          ? 'check the name, the suite and the components'
          : `did you mean ${near.map((other) => `"${other}"`).join(' or ')}?`,
    },
  );
}
