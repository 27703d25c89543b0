import {
  CandidateSet,
  type ClosurePackage,
  type PackagesIndex,
  resolveClosure,
  type SuiteIndex,
  snapshotEpoch,
  suitesOf,
} from '../../../debian';
import { BuildError, BuildErrors } from '../../../errors';
import { archiveKey, type DebianRequest } from '../request';
import type { DebianArchiveLock } from '../section';
import type { ArchiveContext } from './archive-context';
import { loadIndex } from './index-loader';
import { type LoadedRelease, loadRelease } from './release-loader';

/** One dated archive: its Releases and indexes are read once, whatever is asked of it. */
export class ArchiveResolver {
  readonly #request: DebianRequest;
  readonly #locked: DebianArchiveLock | undefined;
  readonly #context: ArchiveContext;
  readonly #indexes = new Map<string, Promise<PackagesIndex>>();
  readonly #candidates = new Map<string, Promise<CandidateSet>>();
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

  /** Finds the closure of a request. */
  async resolve({
    architecture,
    components,
    include,
    variant,
  }: DebianRequest): Promise<readonly ClosurePackage[]> {
    const candidates = new Map<string, CandidateSet>();
    for (const name of [architecture, ...foreignArchitectures(include)]) {
      candidates.set(name, await this.#candidatesOf(name, components));
    }
    return resolveClosure({ architecture, candidates, variant, include });
  }

  async #loadReleases(): Promise<LoadedRelease[]> {
    const { suite, snapshot } = this.#request;
    checkSnapshot(this.#request);
    const loads = suitesOf(suite).map((source) =>
      loadRelease(
        { ...source, snapshot, locked: this.#locked?.releases[source.suite] },
        this.#context,
      ),
    );
    const [itself, ...rest] = await Promise.allSettled(loads);
    // Where the suite itself does not exist, that its updates do not either is no news.
    if (itself?.status === 'rejected' && isUnknownSuite(itself.reason)) throw itself.reason;
    const errors: BuildError[] = [];
    const loaded: LoadedRelease[] = [];
    for (const result of [itself, ...rest]) {
      if (result?.status === 'fulfilled') loaded.push(result.value);
      else if (BuildError.is(result?.reason)) errors.push(result.reason);
      else throw result?.reason;
    }
    BuildErrors.throwIfAny(errors);
    return loaded;
  }

  #candidatesOf(architecture: string, components: readonly string[]): Promise<CandidateSet> {
    return memoise(this.#candidates, `${architecture} ${components.join(' ')}`, async () => {
      const indexes: Promise<SuiteIndex>[] = [];
      for (const loaded of await this.releases()) {
        const listed = loaded.release.hasIndexForAll ? [architecture, 'all'] : [architecture];
        for (const component of components) {
          for (const name of listed) {
            indexes.push(
              this.#index(loaded, component, name).then((index) => ({
                suite: loaded.source.suite,
                index,
              })),
            );
          }
        }
      }
      return new CandidateSet(await Promise.all(indexes));
    });
  }

  #index(loaded: LoadedRelease, component: string, architecture: string): Promise<PackagesIndex> {
    const key = `${loaded.source.suite} ${component} ${architecture}`;
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

/** Architectures named in `libc6-dev:arm64`. */
function foreignArchitectures(include: readonly string[]): Set<string> {
  return new Set(include.flatMap((name) => name.split(':').slice(1)));
}

function isUnknownSuite(error: unknown): boolean {
  return BuildError.is(error) && error.code === 'E_DEBIAN_SUITE_UNKNOWN';
}

function memoise<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
