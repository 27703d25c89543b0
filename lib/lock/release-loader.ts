import type { DebianReleaseLock } from '../assembly/lock-file';
import {
  formatSnapshot,
  parseRelease,
  type Release,
  type SuiteSource,
  snapshotEpoch,
} from '../debian';
import { BuildError } from '../errors';
import { nearMisses } from '../errors/near-miss';
import { type ArchiveLocation, archiveLocations } from './archive-location';
import { hashOf } from './file-cache';
import { HttpStatusError } from './http-failure';
import type { LockContext } from './lock-context';
import type { SignedText } from './trusted-keys';

/** A Release whose signature was checked, and what the lock says of it. */
export interface LoadedRelease {
  readonly source: SuiteSource;
  readonly release: Release;
  readonly lock: DebianReleaseLock;
  /** The server that it came from. */
  readonly location: ArchiveLocation;
}

/** A suite at a date. */
export interface DatedSuite extends SuiteSource {
  /** `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** The Release that an earlier lock has, if any: the suite must not have another. */
  readonly locked?: DebianReleaseLock | undefined;
}

/**
 * Reads and checks the Release of a suite, from the first server that has the right one.
 *
 * The field `Valid-Until` is not held against the clock: the Release of a dated archive has expired
 * by design. A mirror must prove instead that its Release was the current one at the date.
 *
 * @throws BuildError one of the `E_DEBIAN_…` and `E_HTTP_…` codes; with several servers, all reasons
 */
export async function loadRelease(suite: DatedSuite, context: LockContext): Promise<LoadedRelease> {
  const failures: { location: ArchiveLocation; error: BuildError }[] = [];
  for (const location of archiveLocations(suite.archive, suite.snapshot, context.environment)) {
    try {
      const signed = await fetchSigned(suite, location, context);
      const loaded = checkRelease(suite, location, signed);
      announce(suite, location, failures, context);
      await context.cache.put(signed.content);
      return loaded;
    } catch (error) {
      if (!BuildError.is(error) || isAlarming(error, location)) throw error;
      failures.push({ location, error });
    }
  }
  throw summarise(suite, failures);
}

/** Wrong bytes end the search. A stranger's archive in apt's configuration does not. */
function isAlarming({ code }: BuildError, { kind }: ArchiveLocation): boolean {
  if (code === 'E_DEBIAN_SIGNER') return kind !== 'apt';
  return [
    'E_DEBIAN_SIGNATURE',
    'E_DEBIAN_CONTROL',
    'E_CACHE_FOLDER',
    'E_ENVIRONMENT_FORMAT',
  ].includes(code);
}

const MAX_RELEASE_BYTES = 16 << 20;

/**
 * Gets `InRelease`, which cannot be torn by an update of the mirror; where there is none, `Release`
 * and `Release.gpg` together, and once more if they do not fit.
 */
async function fetchSigned(
  { archive, suite }: DatedSuite,
  { url }: ArchiveLocation,
  { http, keys }: LockContext,
): Promise<SignedText> {
  const folder = `${url}/dists/${suite}`;
  const get = (name: string, headers = {}): Promise<Buffer> =>
    http.get(`${folder}/${name}`, { maxBytes: MAX_RELEASE_BYTES }, headers);
  try {
    const inline = await get('InRelease');
    return await keys.verifyInline(archive, inline, `${folder}/InRelease`);
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status !== 404) throw error;
  }
  const getPair = async (headers = {}): Promise<SignedText> => {
    const [content, signature] = await Promise.all([
      get('Release', headers),
      get('Release.gpg', headers),
    ]);
    return keys.verifyDetached(archive, content, signature, `${folder}/Release`);
  };
  try {
    return await getPair();
  } catch (error) {
    if (!BuildError.is(error) || error.code !== 'E_DEBIAN_SIGNATURE') throw error;
    return getPair({ 'cache-control': 'no-cache' });
  }
}

function checkRelease(
  suite: DatedSuite,
  location: ArchiveLocation,
  { content, signers }: SignedText,
): LoadedRelease {
  const release = parseRelease(content.toString('utf8'));
  if (release.codename !== suite.suite && release.suite !== suite.suite) {
    throw new BuildError('E_DEBIAN_RELEASE_SUITE', `${location.url}: Release is of another suite`, {
      got: `"${release.codename}" (${release.suite})`,
      expected: `"${suite.suite}"`,
    });
  }
  const sha256 = hashOf(content);
  if (suite.locked !== undefined && suite.locked.sha256 !== sha256) {
    throw changedError(suite, suite.locked, release, sha256);
  }
  if (location.kind !== 'snapshot') checkStandIn(suite, location, release);
  const date = release.date.toISOString().replace(/\.\d+/, '');
  return {
    source: { archive: suite.archive, suite: suite.suite },
    release,
    lock: { archive: suite.archive, sha256, date, signers },
    location,
  };
}

/** The Release of a mirror stands for the snapshot if it was the current one at that date. */
function checkStandIn(suite: DatedSuite, { url }: ArchiveLocation, release: Release): void {
  const at = (snapshotEpoch(suite.snapshot) ?? 0) * 1000;
  if (release.date.getTime() > at) {
    throw new BuildError(
      'E_DEBIAN_MIRROR_NEWER',
      `${url}: suite "${suite.suite}" is newer than snapshot ${suite.snapshot}`,
      {
        got: `a Release of ${release.date.toISOString()}`,
        expected: `one of ${suite.snapshot} or before`,
        fix: `set the snapshot to "${formatSnapshot(release.date)}" or later, or make snapshot.debian.org reachable`,
      },
    );
  }
  if (release.validUntil !== undefined && release.validUntil.getTime() < at) {
    throw new BuildError(
      'E_DEBIAN_MIRROR_STALE',
      `${url}: suite "${suite.suite}" had expired at snapshot ${suite.snapshot}`,
      {
        got: `a Release valid until ${release.validUntil.toISOString()}`,
        expected: `one that was valid at ${suite.snapshot}`,
        fix: 'use another mirror, or make snapshot.debian.org reachable',
      },
    );
  }
}

function changedError(
  suite: DatedSuite,
  locked: DebianReleaseLock,
  release: Release,
  sha256: string,
): BuildError {
  return new BuildError(
    'E_DEBIAN_RELEASE_CHANGED',
    `suite "${suite.suite}" at ${suite.snapshot}: the Release that can be reached is not the locked one`,
    {
      got: `sha256 ${sha256} of ${release.date.toISOString()}`,
      expected: `sha256 ${locked.sha256} of ${locked.date}`,
      fix: `make snapshot.debian.org reachable, or set the snapshot of the app to "${formatSnapshot(release.date)}" or later and lock all of its sets anew`,
    },
  );
}

function announce(
  { archive, snapshot }: DatedSuite,
  { url, kind }: ArchiveLocation,
  failures: readonly { location: ArchiveLocation; error: BuildError }[],
  { say }: LockContext,
): void {
  if (kind === 'snapshot') return;
  const reason = failures[0] === undefined ? '' : `: ${reasonOf(failures[0].error)}`;
  say(`${url} stands in for snapshot ${snapshot} of archive ${archive}${reason}`);
}

function summarise(
  suite: DatedSuite,
  failures: readonly { location: ArchiveLocation; error: BuildError }[],
): BuildError {
  const [first, second] = failures;
  const got = failures
    .map(({ location, error }) => `${location.url}: ${reasonOf(error)}`)
    .join('; ');
  const isUnknown = failures.every(
    ({ error }) => error instanceof HttpStatusError && error.status === 404,
  );
  if (first !== undefined && isUnknown) {
    const near = nearMisses(suite.suite, SUITES, 2).filter((name) => name !== suite.suite);
    return new BuildError(
      'E_DEBIAN_SUITE_UNKNOWN',
      `suite "${suite.suite}" does not exist in archive ${suite.archive} at ${suite.snapshot}`,
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
  if (first !== undefined && second === undefined && !(first.error instanceof HttpStatusError)) {
    return first.error;
  }
  // A mirror that was reached says most about the way out.
  const telling = failures.findLast(({ error }) => error.code.startsWith('E_DEBIAN_'))?.error;
  return new BuildError(
    telling?.code ?? 'E_DEBIAN_ARCHIVE_UNREACHABLE',
    telling?.message ?? `suite "${suite.suite}" at ${suite.snapshot}: no server can be read`,
    {
      got,
      expected: telling?.details.expected ?? 'the snapshot archive or a mirror of it',
      fix:
        telling?.details.fix ??
        'try again later, or name a mirror in SYNTH_DEBIAN_MIRROR and SYNTH_DEBIAN_SECURITY_MIRROR',
      cause: telling ?? first?.error,
    },
  );
}

/** Names that a misspelt suite may have been meant for. */
const SUITES = ['bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid'];

function reasonOf(error: BuildError): string {
  return error.details.got ?? error.message;
}
