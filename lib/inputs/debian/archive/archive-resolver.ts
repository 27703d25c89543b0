import {
  CandidateSet,
  type ClosurePackage,
  Closures,
  type IndexOrigin,
  isFlat,
  type PackagesIndex,
  Policy,
  type SuiteIndex,
  type SuiteSource,
  snapshotEpoch,
  suiteKey,
  suitesOf,
} from '../../../debian';
import { readWanted } from '../../../debian/wanted-package';
import { BuildError, BuildErrors } from '../../../errors';
import { archiveKey, type DebianRequest } from '../request';
import type { DebianArchiveLock } from '../section';
import type { ArchiveContext } from './archive-context';
import { hasIndex, loadIndex } from './index-loader';
import { type LoadedRelease, loadReleases } from './release-loader';

/** Packages that stay as they are. */
export interface HeldPackages {
  /** Their paragraphs. */
  readonly indexes: readonly SuiteIndex[];
  /** Hex sha256 by name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Packages that stay as they are, by architecture. */
export type Held = ReadonlyMap<string, HeldPackages>;

const NOTHING_HELD: HeldPackages = { indexes: [], files: new Map() };

/** One dated archive: its Releases and indexes are read once, whatever is asked of it. */
export class ArchiveResolver {
  readonly #request: DebianRequest;
  readonly #locked: DebianArchiveLock | undefined;
  readonly #context: ArchiveContext;
  readonly #indexes = new Map<string, Promise<PackagesIndex>>();
  readonly #candidates = new Map<string, Promise<CandidateSet>>();
  readonly #closures = new Map<string, Promise<Closures>>();
  #releases: Promise<LoadedRelease[]> | undefined;

  /**
   * @param request any request of the archive
   * @param locked what an earlier lock has of the archive
   */
  constructor(
    request: DebianRequest,
    locked: DebianArchiveLock | undefined,
    context: ArchiveContext,
  ) {
    this.#request = request;
    this.#locked = locked;
    this.#context = context;
  }

  /** The checked Releases of all suites that belong to the archive. */
  releases(): Promise<LoadedRelease[]> {
    this.#releases ??= this.#loadReleases();
    return this.#releases;
  }

  /** Finds the closure of a request, among packages of which some may be held. */
  async resolve(request: DebianRequest, held?: Held): Promise<readonly ClosurePackage[]> {
    return (await this.closures(request, held)).resolve(request);
  }

  /** What closures of a request are found by. */
  async closures(request: DebianRequest, held?: Held): Promise<Closures> {
    const { architecture, components } = request;
    if (held !== undefined) {
      const candidates = await this.candidates(request);
      const beside = [...candidates].map(([name, set]) => {
        const { files, indexes } = held.get(name) ?? NOTHING_HELD;
        return [name, set.beside(indexes, files)] as const;
      });
      return new Closures(architecture, new Map(beside));
    }
    const key = [...architecturesOf(request), ...components].join(' ');
    return memoise(
      this.#closures,
      key,
      async () => new Closures(architecture, await this.candidates(request)),
    );
  }

  /** What closures of a request may choose from, by architecture. */
  async candidates(request: DebianRequest): Promise<ReadonlyMap<string, CandidateSet>> {
    const { architecture, components } = request;
    const candidates = new Map<string, CandidateSet>();
    for (const name of architecturesOf(request)) {
      candidates.set(name, await this.#candidatesOf(name, architecture, components));
    }
    return candidates;
  }

  /** The indexes of an architecture, each with its suite. */
  async indexes(architecture: string, components: readonly string[]): Promise<SuiteIndex[]> {
    const indexes: Promise<SuiteIndex>[] = [];
    for (const loaded of await this.releases()) {
      for (const { component, of } of indexesOf(loaded, architecture, components)) {
        indexes.push(
          this.#index(loaded, component, of).then((index) => ({
            suite: suiteKey(loaded.source),
            index,
            origin: originOf(loaded, component),
          })),
        );
      }
    }
    return Promise.all(indexes);
  }

  async #loadReleases(): Promise<LoadedRelease[]> {
    const { also, archives: others, suite, snapshot } = this.#request;
    checkSnapshot(this.#request);
    const suites = suitesOf(suite, also, others);
    const archives = [...new Set(suites.map(({ archive }) => archive))];
    const outcomes = await Promise.all(
      archives.map((archive) => {
        const ofArchive = suites.filter((source) => source.archive === archive);
        const dated = ofArchive.map((source) => {
          const locked = this.#locked?.releases[suiteKey(source)];
          return { ...source, snapshot, locked, isRelease: isRelease(source, suites) };
        });
        return loadReleases(dated, this.#context);
      }),
    );
    const errors = new Map(outcomes.flatMap((outcome) => [...outcome.errors]));
    // Where the suite itself does not exist, that its updates do not either is no news.
    const own = errors.get(suite);
    if (own?.code === 'E_DEBIAN_SUITE_UNKNOWN') throw own;
    BuildErrors.throwIfAny([...errors.values()]);
    const loaded = outcomes.flatMap((outcome) => outcome.loaded);
    return suites.flatMap(
      (wanted) => loaded.find(({ source }) => suiteKey(source) === suiteKey(wanted)) ?? [],
    );
  }

  #candidatesOf(
    architecture: string,
    native: string,
    components: readonly string[],
  ): Promise<CandidateSet> {
    const key = [architecture, native, ...components].join(' ');
    return memoise(this.#candidates, key, async () => {
      const indexes = await this.indexes(architecture, components);
      const policy = new Policy(this.#request.pins ?? [], native);
      return new CandidateSet(indexes, { policy, architecture });
    });
  }

  #index(loaded: LoadedRelease, component: string, architecture: string): Promise<PackagesIndex> {
    const key = `${suiteKey(loaded.source)} ${component} ${architecture}`;
    return memoise(this.#indexes, key, () =>
      loadIndex(loaded, component, architecture, this.#request.snapshot, this.#context),
    );
  }
}

function checkSnapshot(request: DebianRequest): void {
  const seconds = snapshotEpoch(request.snapshot);
  if (seconds !== undefined && seconds * 1000 <= Date.now()) return;
  throw new BuildError(
    'E_DEBIAN_SNAPSHOT_DATE',
    `snapshot of "${archiveKey(request)}" is no past date`,
    {
      got: `"${request.snapshot}"`,
      expected:
        seconds === undefined
          ? 'YYYYMMDDThhmmssZ, e.g. "20261101T000000Z"'
          : 'a moment that has passed',
    },
  );
}

/** That of the request, and those named in `libc6-dev:arm64`. */
function architecturesOf({
  architecture,
  exclude = [],
  include,
}: DebianRequest): ReadonlySet<string> {
  const foreign = [...include, ...exclude].flatMap((text) =>
    readWanted(text).name.split(':').slice(1),
  );
  return new Set([architecture, ...foreign]);
}

/** The indexes of a suite that are read for an architecture. */
export function indexesOf(
  loaded: LoadedRelease,
  architecture: string,
  components: readonly string[],
): { component: string; of: string }[] {
  const { release, source } = loaded;
  const { other } = source;
  if (isFlat(source.suite)) return [{ component: '', of: architecture }];
  const listed = release.hasIndexForAll ? [architecture, 'all'] : [architecture];
  const indexes = (other?.components ?? components).flatMap((component) =>
    listed.map((of) => ({ component, of })),
  );
  if (other === undefined) return indexes;
  // Another archive need not be for all architectures, nor have an index of its own for "all".
  return indexes.filter(
    ({ component, of }) =>
      hasIndex(loaded, component, of) ||
      (of !== 'all' && (release.architectures.length === 0 || release.architectures.includes(of))),
  );
}

/** What pins may know of an index. */
function originOf({ release, source }: LoadedRelease, component: string): IndexOrigin {
  const { codename, isButAutomaticUpgrades, isNotAutomatic, label, origin, suite, version } =
    release;
  return {
    archive: suite,
    ...{ codename, origin, label, version, component, isNotAutomatic, isButAutomaticUpgrades },
    host: source.other === undefined ? DEBIAN_HOST : new URL(source.other.url).hostname,
  };
}

/** Pins by the host of an archive know Debian's own by the name that all of its mirrors go by. */
const DEBIAN_HOST = 'deb.debian.org';

/** A release has updates beside it, and is published anew for a point release alone. */
function isRelease({ suite }: SuiteSource, suites: readonly SuiteSource[]): boolean {
  return suites.some((other) => other.suite === `${suite}-updates`);
}

function memoise<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
