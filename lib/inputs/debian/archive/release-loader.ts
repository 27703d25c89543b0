import { parseRelease, type Release, type SuiteSource } from '../../../debian';
import { BuildError } from '../../../errors';
import { nearMisses } from '../../../errors/near-miss';
import { HttpStatusError } from '../../../fetch/http-failure';
import type { DebianReleaseLock } from '../section';
import type { ArchiveContext } from './archive-context';
import { type ArchiveLocation, archiveLocations } from './archive-location';
import { checkRelease, type DatedSuite } from './release-check';
import { fetchSignedRelease, NoReleaseError } from './signed-release';

/** A Release whose signature was checked, and what the lock says of it. */
export interface LoadedRelease {
  readonly source: SuiteSource;
  readonly release: Release;
  readonly lock: DebianReleaseLock;
  /** The server that it came from; none if it came from the cache. */
  readonly location?: ArchiveLocation;
  /** Why the cache was used: the error to report if an index of it cannot be had any more. */
  readonly failure?: BuildError;
}

interface Failure {
  readonly location: ArchiveLocation;
  readonly error: BuildError;
}

/**
 * Reads and checks the Release of a suite, from the first server that has the right one. One that is
 * locked already may also come from the cache, by its hash.
 *
 * @throws BuildError one of the `E_DEBIAN_…` and `E_HTTP_…` codes; with several servers, all reasons
 */
export async function loadRelease(
  suite: DatedSuite,
  context: ArchiveContext,
): Promise<LoadedRelease> {
  const source = { archive: suite.archive, suite: suite.suite };
  const failures: Failure[] = [];
  for (const location of archiveLocations(suite.archive, suite.snapshot, context.environment)) {
    try {
      const signed = await fetchSignedRelease(suite, location, context);
      const checked = checkRelease(suite, location, signed);
      announce(suite, location, failures, context);
      await context.cache.put(signed.content);
      return { source, location, release: checked.release, lock: suite.locked ?? checked.lock };
    } catch (error) {
      if (!BuildError.is(error) || isAlarming(error, location)) throw error;
      failures.push({ location, error });
    }
  }
  const failure = summarise(suite, failures);
  const { locked } = suite;
  const cached = locked === undefined ? undefined : await context.cache.get(locked.sha256);
  if (locked === undefined || cached === undefined) throw failure;
  return { source, release: parseRelease(cached.toString('utf8')), lock: locked, failure };
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
  { archive, snapshot }: DatedSuite,
  { url, kind }: ArchiveLocation,
  [first]: readonly Failure[],
  { say }: ArchiveContext,
): void {
  if (kind === 'snapshot') return;
  const reason = first === undefined ? '' : `: ${reasonOf(first.error)}`;
  say(`${url} stands in for snapshot ${snapshot} of archive ${archive}${reason}`);
}

/** One error out of those of all servers. */
function summarise(suite: DatedSuite, failures: readonly Failure[]): BuildError {
  const [first, second] = failures;
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
  // A mirror that was reached says most about the way out.
  const telling = failures.findLast(({ error }) => error.code.startsWith('E_DEBIAN_'))?.error;
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
      expected: 'the snapshot archive or a mirror of it',
      fix: 'try again later, or name a mirror in SYNTH_DEBIAN_MIRROR and SYNTH_DEBIAN_SECURITY_MIRROR',
      cause: first?.error,
    },
  );
}

/** Names that a misspelt suite may have been meant for. */
const SUITES = ['bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid'];

/** @param isSilent whether there are servers that might have said otherwise */
function unknownSuiteError(
  { archive, suite, snapshot }: DatedSuite,
  got: string,
  isSilent: boolean,
): BuildError {
  const near = nearMisses(suite, SUITES, 2).filter((name) => name !== suite);
  return new BuildError(
    'E_DEBIAN_SUITE_UNKNOWN',
    isSilent
      ? `suite "${suite}" does not exist on any server of archive ${archive} that can be reached`
      : `suite "${suite}" does not exist in archive ${archive} at ${snapshot}`,
    {
      got,
      expected: 'a code name, e.g. "trixie"',
      fix:
        near.length === 0
          ? 'correct the code name, or the date'
          : `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`,
    },
  );
}

function isAbsence(error: BuildError): boolean {
  return error instanceof HttpStatusError && error.status === 404;
}

function reasonOf(error: BuildError): string {
  return error.details.got ?? error.message;
}
