import {
  isFlat,
  parseRelease,
  type Release,
  type SuiteSource,
  suiteFolder,
  suiteKey,
} from '../../../debian';
import { BuildError } from '../../../errors';
import { didYouMean, nearMisses } from '../../../errors/near-miss';
import { hashOf } from '../../../fetch/file-cache';
import { HttpStatusError } from '../../../fetch/http-failure';
import type { DebianReleaseLock } from '../section';
import { type ArchiveContext, loginError } from './archive-context';
import { type ArchiveLocation, archiveLocations } from './archive-location';
import { checkRelease, type DatedSuite } from './release-check';
import { keepSignature } from './release-signature';
import { fetchSignedRelease, NoReleaseError } from './signed-release';
import type { SignedText } from './trusted-keys';

/** A Release whose signature was checked, and what the lock says of it. */
export interface LoadedRelease {
  readonly source: SuiteSource;
  readonly release: Release;
  readonly lock: DebianReleaseLock;
  /** The server that it came from; none if it came from the cache. */
  readonly location?: ArchiveLocation;
  /** The signed text; none if it came from the cache. */
  readonly signed?: SignedText;
  /** Why the cache was used: the error to report if an index of it cannot be had any more. */
  readonly failure?: BuildError;
}

/** What became of the suites of an archive. */
export interface ReleasesOutcome {
  readonly loaded: readonly LoadedRelease[];
  /** By suite: why it cannot be had. */
  readonly errors: ReadonlyMap<string, BuildError>;
}

interface Failure {
  readonly location: ArchiveLocation;
  readonly error: BuildError;
}

/**
 * Reads and checks the Releases of the suites of one archive, all from the first server that has the
 * right ones: the Release of a stable suite has no end, so that a mirror was current at the date is
 * proven by those beside it. One that is locked already may come from any server, and from the cache.
 */
export async function loadReleases(
  suites: readonly DatedSuite[],
  context: ArchiveContext,
): Promise<ReleasesOutcome> {
  const failures = new Map<DatedSuite, Failure[]>(suites.map((suite) => [suite, []]));
  const locked = new Map<DatedSuite, LoadedRelease>();
  for (const location of locationsOf(suites, context)) {
    const loaded: LoadedRelease[] = [];
    const alarms = new Map<string, BuildError>();
    await Promise.all(
      suites.map(async (suite) => {
        try {
          const found = locked.get(suite) ?? (await loadFrom(suite, location, context));
          if (suite.locked !== undefined) locked.set(suite, found);
          loaded.push(found);
        } catch (error) {
          if (!BuildError.is(error)) throw error;
          if (isAlarming(error, location)) alarms.set(suiteKey(suite), error);
          failures.get(suite)?.push({ location, error });
        }
      }),
    );
    if (alarms.size > 0) return { loaded: [], errors: alarms };
    if (loaded.length < suites.length) continue;
    announce(suites, location, failures, context);
    for (const { signed } of loaded) if (signed !== undefined) await keep(signed, context);
    return { loaded, errors: new Map() };
  }
  return fromCache(suites, failures, locked, context);
}

function locationsOf(
  [first]: readonly DatedSuite[],
  { environment }: ArchiveContext,
): readonly ArchiveLocation[] {
  return first === undefined ? [] : archiveLocations(first, first.snapshot, environment);
}

async function loadFrom(
  suite: DatedSuite,
  location: ArchiveLocation,
  context: ArchiveContext,
): Promise<LoadedRelease> {
  const signed = await fetchSignedRelease(suite, location, context);
  const { lock, release } = checkRelease(suite, location, signed);
  const source = sourceOf(suite);
  return { source, location, release, lock, signed };
}

/** A Release, and what proves it, for another time. */
async function keep({ content, signature }: SignedText, { cache }: ArchiveContext): Promise<void> {
  await cache.put(content);
  await keepSignature(cache, hashOf(content), signature);
}

/** What no server has may be locked, and in the cache. */
async function fromCache(
  suites: readonly DatedSuite[],
  failures: ReadonlyMap<DatedSuite, readonly Failure[]>,
  known: ReadonlyMap<DatedSuite, LoadedRelease>,
  { cache }: ArchiveContext,
): Promise<ReleasesOutcome> {
  const loaded: LoadedRelease[] = [];
  const errors = new Map<string, BuildError>();
  for (const suite of suites) {
    const ofSuite = failures.get(suite) ?? [];
    const { locked } = suite;
    const own = known.get(suite);
    const cached = locked === undefined ? undefined : await cache.get(locked.sha256);
    if (own !== undefined) loaded.push(own);
    else if (locked !== undefined && cached !== undefined) {
      const release = parseRelease(cached.toString('utf8'));
      const failure = summarise(suite, ofSuite);
      loaded.push({ source: sourceOf(suite), release, lock: locked, failure });
    } else if (ofSuite.length > 0) errors.set(suiteKey(suite), summarise(suite, ofSuite));
  }
  const found = new Set(loaded.map(({ source }) => suiteKey(source)));
  const missing = suites.find((suite) => !found.has(suiteKey(suite)));
  const proof = loaded.find(({ failure }) => failure !== undefined)?.failure;
  // It was there, and not its proof: what the cache has proves nothing of a server.
  if (errors.size === 0 && missing !== undefined && proof !== undefined) {
    errors.set(suiteKey(missing), proof);
  }
  return { loaded, errors };
}

/**
 * A text that does not fit its signature ends the search. What is no Release at all does not, nor does
 * a stranger's archive in apt's configuration.
 */
function isAlarming(error: BuildError, { kind }: ArchiveLocation): boolean {
  const { code } = error;
  if (error instanceof NoReleaseError) return false;
  if (code === 'E_DEBIAN_SIGNER') return kind !== 'apt';
  return [
    'E_DEBIAN_SIGNATURE',
    'E_DEBIAN_CONTROL',
    'E_CACHE_FOLDER',
    'E_ENVIRONMENT_FORMAT',
  ].includes(code);
}

function announce(
  suites: readonly DatedSuite[],
  { url, kind }: ArchiveLocation,
  failures: ReadonlyMap<DatedSuite, readonly Failure[]>,
  { say }: ArchiveContext,
): void {
  const [suite] = suites;
  if (kind === 'snapshot' || kind === 'own' || suite === undefined) return;
  const [first] = [...failures.values()].flat();
  const reason = first === undefined ? '' : `: ${reasonOf(first.error)}`;
  say(`${url} stands in for snapshot ${suite.snapshot} of archive ${suite.archive}${reason}`);
}

function sourceOf({ archive, other, suite }: DatedSuite): SuiteSource {
  return other === undefined ? { archive, suite } : { archive, suite, other };
}

/** One error out of those of all servers. */
function summarise(suite: DatedSuite, failures: readonly Failure[]): BuildError {
  const [first, second] = failures;
  if (suite.other !== undefined && first !== undefined && isRefusal(first.error)) {
    return loginError(suite.other, reasonOf(first.error));
  }
  const got = failures
    .map(({ location, error }) => `${location.url}: ${reasonOf(error)}`)
    .join('; ');
  const isAbsent = failures.some(({ error }) => isAbsence(error));
  const isSilent = failures.some(({ error }) => error.code === 'E_HTTP_UNREACHABLE');
  if (
    isAbsent &&
    failures.every(({ error }) => isAbsence(error) || error.code === 'E_HTTP_UNREACHABLE')
  ) {
    return unknownSuiteError(suite, got, isSilent);
  }
  if (first !== undefined && second === undefined && !(first.error instanceof HttpStatusError)) {
    return first.error;
  }
  // The snapshot knows best; else a mirror that was reached says most about the way out.
  const telling = failures
    .filter(({ error }) => error.code.startsWith('E_DEBIAN_'))
    .reduce<Failure | undefined>(
      (best, failure) => (best?.location.kind === 'snapshot' ? best : failure),
      undefined,
    )?.error;
  if (telling !== undefined) {
    return new BuildError(telling.code, telling.message, {
      ...telling.details,
      got,
      cause: telling,
    });
  }
  return new BuildError(
    'E_DEBIAN_ARCHIVE_UNREACHABLE',
    `suite "${suite.suite}" at ${suite.snapshot}: no server can be read`,
    {
      got,
      expected:
        suite.other === undefined ? 'the snapshot archive or a mirror of it' : 'the archive itself',
      fix:
        suite.other === undefined
          ? 'try again later, or name a mirror in SYNTH_DEBIAN_MIRROR and SYNTH_DEBIAN_SECURITY_MIRROR'
          : 'try again later, or correct the URL of the archive',
      cause: first?.error,
    },
  );
}

/** Names that a misspelt suite may have been meant for. */
const SUITES = ['bookworm', 'trixie', 'forky', 'duke', 'sid'];

/** @param isSilent whether there are servers that might have said otherwise */
function unknownSuiteError(
  { archive, other, suite, snapshot }: DatedSuite,
  got: string,
  isSilent: boolean,
): BuildError {
  if (other !== undefined) {
    return new BuildError(
      'E_DEBIAN_SUITE_UNKNOWN',
      `suite "${suite}" does not exist in archive ${archive}`,
      {
        got,
        expected: `a Release below ${archive}/${suiteFolder(suite)}`,
        fix: isFlat(suite)
          ? 'correct the URL, or the folder'
          : 'correct the URL or the suite; without components it is a flat archive: suite: "./"',
      },
    );
  }
  const near = nearMisses(suite, SUITES, 2).filter((name) => name !== suite);
  return new BuildError(
    'E_DEBIAN_SUITE_UNKNOWN',
    isSilent
      ? `suite "${suite}" does not exist on any server of archive ${archive} that can be reached`
      : `suite "${suite}" does not exist in archive ${archive} at ${snapshot}`,
    {
      got,
      expected: 'a code name, e.g. "trixie"',
      fix: didYouMean(near) ?? 'correct the code name, or the date',
    },
  );
}

function isRefusal(error: BuildError): boolean {
  return error instanceof HttpStatusError && (error.status === 401 || error.status === 403);
}

function isAbsence(error: BuildError): boolean {
  return error instanceof HttpStatusError && error.status === 404;
}

function reasonOf(error: BuildError): string {
  return error.details.got ?? error.message;
}
