import type { BinaryPackage } from '../binary-package';
import type { CandidateSet } from '../candidate-set';
import { readWanted, type WantedPackage } from '../wanted-package';
import { Backtracking } from './backtracking';
import { InstallMarks } from './install-marks';
import type { Member } from './member';
import { unmarkLeftovers } from './needed';
import { PackageGraph } from './package-graph';
import { ClosureProblem } from './problem';
import { ProblemResolver } from './problem-resolver';
import { pulledAlong } from './pulled-along';
import { namedMembers } from './roots';
import { System } from './system';
import { checkExcluded, narrowCandidates } from './wanted';

/** What a closure starts from. */
export interface ClosureRequest {
  /** `minbase` starts from every essential and every required package, and apt. */
  readonly variant: 'minbase' | 'none';
  /**
   * More packages to start from: `name`, `name:arch` for one of a foreign architecture, and with
   * `=version`, or a pattern of it, for one of a version.
   */
  readonly include: readonly string[];
  /**
   * Names of packages that may not be chosen, whatever needs or recommends them.
   *
   * @default []
   */
  readonly exclude?: readonly string[];
  /**
   * Whether what packages recommend comes with those of `include`.
   *
   * @default false
   */
  readonly recommends?: boolean;
}

/** A package of a closure, as its architecture's index lists it. */
export interface ClosurePackage {
  /** `name`, or `name:arch` for a package of a foreign architecture. */
  readonly key: string;
  readonly suite: string;
  readonly package: BinaryPackage;
}

/** Finds closures among the same candidates: what they have in common is found once. */
export class Closures {
  readonly #native: string;
  readonly #candidates: ReadonlyMap<string, CandidateSet>;
  readonly #graph: PackageGraph;
  #minbase: readonly Member[] | undefined;

  /**
   * @param architecture Debian architecture of the system that closures are for
   * @param candidates by architecture: at least those of `architecture`
   */
  constructor(architecture: string, candidates: ReadonlyMap<string, CandidateSet>) {
    this.#native = architecture;
    this.#candidates = candidates;
    this.#graph = new PackageGraph(architecture, candidates);
  }

  /**
   * Finds the packages that apt would install: `minbase` on an empty system, without recommended
   * packages; then `include` on that. Sorted by name.
   *
   * @throws BuildError `E_DEBIAN_PACKAGE_UNKNOWN`, `E_DEBIAN_VERSION_UNKNOWN`, `E_DEBIAN_EXCLUDED`,
   * `E_DEBIAN_UNSATISFIABLE` or `E_DEBIAN_CONFLICT`
   * @see Debian Policy 7.2
   */
  resolve({
    exclude = [],
    include,
    recommends = false,
    variant,
  }: ClosureRequest): ClosurePackage[] {
    const wanted = include.map(readWanted);
    const whole = this.#narrowed(wanted, []);
    const base = variant === 'none' ? [] : whole.minbase();
    checkExcluded(exclude, wanted, base);
    const graph = exclude.length === 0 ? whole.#graph : this.#narrowed(wanted, exclude).#graph;
    const below =
      graph === whole.#graph
        ? base
        : namedMembers(
            graph,
            base.map(({ key }) => key),
          );
    const names = wanted.map(({ name }) => name);
    return sorted(install(graph, namedMembers(graph, names), below, recommends));
  }

  /**
   * Finds what a system consists of once some of its packages are of another version: all else stays,
   * and what they need comes. Sorted by name.
   *
   * @param system keys of its packages
   * @param moving keys of those that are of another version now
   * @throws BuildError as {@link resolve}
   */
  moved(
    { exclude = [], include, recommends = false }: ClosureRequest,
    system: readonly string[],
    moving: ReadonlySet<string>,
  ): ClosurePackage[] {
    const graph = this.#narrowed(include.map(readWanted), exclude).#graph;
    const staying = system.filter((key) => !moving.has(key));
    const wanted = system.filter((key) => moving.has(key));
    return sorted(
      install(graph, namedMembers(graph, wanted), namedMembers(graph, staying), recommends),
    );
  }

  /**
   * Keys of packages of a system that cannot stay as they are beside those that move.
   *
   * @param newest candidates by architecture, where nothing is held
   */
  pulledAlong(
    system: readonly string[],
    moving: ReadonlySet<string>,
    newest: ReadonlyMap<string, CandidateSet>,
  ): ReadonlySet<string> {
    return pulledAlong(this.#graph, system, moving, newest);
  }

  /** Closures among fewer candidates. */
  #narrowed(wanted: readonly WantedPackage[], excluded: readonly string[]): Closures {
    const isWhole = excluded.length === 0 && wanted.every(({ version }) => version === undefined);
    if (isWhole) return this;
    return new Closures(
      this.#native,
      narrowCandidates(this.#candidates, this.#native, wanted, excluded),
    );
  }

  private minbase(): readonly Member[] {
    const graph = this.#graph;
    this.#minbase ??= install(
      graph,
      [...graph.required(), ...namedMembers(graph, ['apt'])],
      [],
      false,
    );
    return this.#minbase;
  }
}

function sorted(members: readonly Member[]): ClosurePackage[] {
  return members
    .map(({ key, suite, package: found }) => ({ key, suite, package: found }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What a system consists of once packages are installed on it. */
function install(
  graph: PackageGraph,
  wanted: readonly Member[],
  installed: readonly Member[],
  recommends: boolean,
): readonly Member[] {
  const system = new System(graph, recommends, installed);
  const marks = new InstallMarks(system);
  const requested = [...new Set(wanted)].map((member) => system.mark(member));
  for (const mark of requested) marks.request(mark);
  for (const mark of requested) marks.follow(mark);
  const isWhole =
    !system.isAnyBroken() || new ProblemResolver(system, marks, new Set(requested)).resolve();
  if (isWhole) unmarkLeftovers(system);
  const found = isWhole
    ? [...system.installed()].map(({ member }) => member)
    : tryChoices(graph, wanted, installed, recommends);
  const kept = new Set(found);
  const removed = installed.filter((member) => !kept.has(member));
  if (found.length > 0 || wanted.length === 0) {
    if (removed.length === 0) return found;
  }
  throw new ClosureProblem(graph, installed).explain(wanted, found.length > 0 ? removed : []);
}

/** What apt asks its other solver where the first one gives up; nothing where there is no way. */
function tryChoices(
  graph: PackageGraph,
  wanted: readonly Member[],
  installed: readonly Member[],
  recommends: boolean,
): Member[] {
  const system = new System(graph, recommends, installed);
  const requested = [...new Set(wanted)].map((member) => system.mark(member));
  const found = new Backtracking(system).solve(requested) ?? [];
  return found.map(({ member }) => member);
}
