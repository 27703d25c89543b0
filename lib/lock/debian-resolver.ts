import type { DebianArchiveLock, DebianPackageLock } from '../assembly/lock-file';
import { type DebianLockRequest, debianArchiveKey, debianSetKey } from '../assembly/lock-request';
import {
  CandidateSet,
  type ClosurePackage,
  type PackagesIndex,
  resolveClosure,
  type SuiteIndex,
  snapshotEpoch,
  suitesOf,
} from '../debian';
import { BuildError, BuildErrors } from '../errors';
import { loadIndex } from './index-loader';
import type { LockContext } from './lock-context';
import { type LoadedRelease, loadRelease } from './release-loader';

/** The answers to one request: per architecture the closure. */
export interface ResolvedSet {
  readonly key: string;
  readonly closures: ReadonlyMap<string, readonly ClosurePackage[]>;
}

/** One dated archive: its Releases and indexes are read once, whatever is asked of it. */
export class DebianResolver {
  readonly #request: DebianLockRequest;
  readonly #locked: DebianArchiveLock | undefined;
  readonly #context: LockContext;
  readonly #indexes = new Map<string, Promise<PackagesIndex>>();
  readonly #candidates = new Map<string, Promise<CandidateSet>>();
  #releases: Promise<LoadedRelease[]> | undefined;

  /**
   * @param request any request of the archive
   * @param locked what an earlier lock has of the archive
   */
  constructor(
    request: DebianLockRequest,
    locked: DebianArchiveLock | undefined,
    context: LockContext,
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

  /** Finds the closure of a request on each of its architectures. */
  async resolve(request: DebianLockRequest): Promise<ResolvedSet> {
    const closures = new Map<string, readonly ClosurePackage[]>();
    const errors: BuildError[] = [];
    for (const architecture of request.architectures) {
      const candidates = new Map<string, CandidateSet>();
      for (const name of [architecture, ...foreignArchitectures(request.include)]) {
        candidates.set(name, await this.#candidatesOf(name, request.components));
      }
      const { variant, include } = request;
      try {
        closures.set(architecture, resolveClosure({ architecture, candidates, variant, include }));
      } catch (error) {
        if (!BuildError.is(error)) throw error;
        errors.push(...(error instanceof BuildErrors ? error.errors : [error]));
      }
    }
    BuildErrors.throwIfAny(distinct(errors));
    return { key: debianSetKey(request), closures };
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

/** What the lock keeps of a package. */
export function packageLock({ suite, package: found }: ClosurePackage): DebianPackageLock {
  const { version, path, size, sha256 } = found;
  return { version, suite, path, size, sha256 };
}

function checkSnapshot(request: DebianLockRequest): void {
  const seconds = snapshotEpoch(request.snapshot);
  if (seconds !== undefined && seconds * 1000 <= Date.now()) return;
  throw new BuildError(
    'E_DEBIAN_SNAPSHOT_DATE',
    `snapshot of "${debianArchiveKey(request)}" is no past date`,
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

/** The same error on several architectures is one error. */
function distinct(errors: readonly BuildError[]): BuildError[] {
  const seen = new Map<string, BuildError>();
  for (const error of errors) {
    const key = `${error.code} ${error.message} ${error.details.got}`;
    if (!seen.has(key)) seen.set(key, error);
  }
  return [...seen.values()];
}

function memoise<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
