import {
  formatSnapshot,
  isFlat,
  type OtherArchive,
  parseRelease,
  type Release,
  type SuiteSource,
  snapshotEpoch,
} from '../../../debian';
import { BuildError } from '../../../errors';
import { hashOf } from '../../../fetch/file-cache';
import type { DebianReleaseLock } from '../section';
import type { ArchiveLocation } from './archive-location';
import type { SignedText } from './trusted-keys';

/** A suite at a date. */
export interface DatedSuite extends SuiteSource {
  /** `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** The Release that an earlier lock has, if any: the suite must not have another. */
  readonly locked?: DebianReleaseLock | undefined;
  /** True for a release with suites of updates beside it. @default false */
  readonly isRelease?: boolean;
}

/**
 * Days after which a suite of updates is not the current one any more. Debian publishes them anew at
 * least daily, and lets them expire after seven days; this is for archives that say nothing of it.
 */
const MAX_AGE_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Reads a signed Release and checks that it is the one of the suite at the date.
 *
 * `Valid-Until` is not held against the clock: the Release of a dated archive has expired by design.
 * A mirror must prove instead that its Release was the current one at the date: by `Valid-Until`, else
 * by an age of at most two weeks. A release proves nothing itself: it may be months old at any date,
 * so it counts with the updates of the same server.
 *
 * @throws BuildError `E_DEBIAN_RELEASE_SUITE`, `E_DEBIAN_RELEASE_CHANGED`, `E_DEBIAN_MIRROR_NEWER` or
 * `E_DEBIAN_MIRROR_STALE`
 */
export function checkRelease(
  suite: DatedSuite,
  location: ArchiveLocation,
  { content, signers }: SignedText,
): { release: Release; lock: DebianReleaseLock } {
  const release = parseRelease(content.toString('utf8'));
  if (!isOfSuite(suite, release)) {
    throw new BuildError('E_DEBIAN_RELEASE_SUITE', `${location.url}: Release is of another suite`, {
      got: `"${release.codename}" (${release.suite})`,
      expected: `"${suite.suite}"`,
    });
  }
  const sha256 = hashOf(content);
  if (suite.locked !== undefined && suite.locked.sha256 !== sha256) {
    throw location.kind === 'snapshot'
      ? notOfSnapshotError(suite, suite.locked, release, sha256)
      : changedError(suite, suite.locked, release, sha256);
  }
  if (suite.other !== undefined && suite.locked === undefined) checkCurrent(suite.other, release);
  const isStandIn = location.kind !== 'snapshot' && location.kind !== 'own';
  if (isStandIn) checkStandIn(suite, location, release);
  const date = release.date.toISOString().replace(/\.\d+/, '');
  const found: DebianReleaseLock = { archive: suite.archive, sha256, date, signers };
  if (isStandIn) return { release, lock: suite.locked ?? { ...found, from: 'mirror' } };
  // What a mirror stood in for is the snapshot's own, once that is seen to have the same.
  const { from: _, ...own } = suite.locked ?? found;
  return { release, lock: own };
}

/** Whether a Release is that of a suite. A flat archive need not say which suite it is. */
export function isOfSuite(
  { other, suite }: SuiteSource,
  { codename, suite: name }: Release,
): boolean {
  if (codename === suite || name === suite) return true;
  return other !== undefined && (isFlat(suite) || (codename === '' && name === ''));
}

/** What is no dated archive must be current when it is locked: an old state may be somebody's trick. */
function checkCurrent({ url }: OtherArchive, { validUntil }: Release): void {
  if (validUntil === undefined || validUntil.getTime() >= Date.now()) return;
  throw new BuildError('E_DEBIAN_ARCHIVE_EXPIRED', `archive ${url} has expired`, {
    got: `a Release valid until ${formatSnapshot(validUntil)}`,
    expected: 'one that is valid now',
    fix: 'have the archive published anew, or try again later',
  });
}

/** The Release of a mirror stands for the snapshot if it was the current one at that date. */
function checkStandIn(suite: DatedSuite, { url }: ArchiveLocation, release: Release): void {
  const at = (snapshotEpoch(suite.snapshot) ?? 0) * 1000;
  if (release.date.getTime() > at) {
    throw new BuildError(
      'E_DEBIAN_MIRROR_NEWER',
      `${url}: suite "${suite.suite}" is newer than snapshot ${suite.snapshot}`,
      {
        got: `a Release of ${formatSnapshot(release.date)}`,
        expected: `one of ${suite.snapshot} or before`,
        fix: `set the snapshot to "${formatSnapshot(release.date)}" or later, or make snapshot.debian.org reachable`,
      },
    );
  }
  const last = lastDate(suite, release);
  if (last === undefined || last.getTime() >= at) return;
  const got =
    release.validUntil === undefined
      ? `a Release of ${formatSnapshot(release.date)}, without Valid-Until`
      : `a Release valid until ${formatSnapshot(release.validUntil)}`;
  throw new BuildError(
    'E_DEBIAN_MIRROR_STALE',
    `${url}: suite "${suite.suite}" had expired at snapshot ${suite.snapshot}`,
    {
      got,
      expected: `one that was valid at ${suite.snapshot}`,
      fix: `use a mirror that is up to date, make snapshot.debian.org reachable, or set the snapshot between "${formatSnapshot(release.date)}" and "${formatSnapshot(last)}"`,
    },
  );
}

/** The last moment that a Release can have been the current one; undefined where nothing tells. */
function lastDate(
  { isRelease = false }: DatedSuite,
  { date, validUntil }: Release,
): Date | undefined {
  if (validUntil !== undefined || isRelease) return validUntil;
  return new Date(date.getTime() + MAX_AGE_DAYS * DAY_MS);
}

function notOfSnapshotError(
  { snapshot, suite }: DatedSuite,
  locked: DebianReleaseLock,
  release: Release,
  sha256: string,
): BuildError {
  return new BuildError(
    'E_DEBIAN_RELEASE_CHANGED',
    `suite "${suite}" at ${snapshot}: the locked Release is not that of the snapshot`,
    {
      got: `sha256 ${sha256} of ${formatSnapshot(release.date)} in the snapshot archive`,
      expected: `sha256 ${locked.sha256} of ${formatSnapshot(new Date(locked.date))}`,
      fix: 'delete the entry of the archive from synth.lock.json and run "synth lock": a mirror that was not up to date stood in',
    },
  );
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
      got: `sha256 ${sha256} of ${formatSnapshot(release.date)}`,
      expected: `sha256 ${locked.sha256} of ${formatSnapshot(new Date(locked.date))}`,
      fix:
        suite.other === undefined
          ? `make snapshot.debian.org reachable, or set the snapshot of the app to "${formatSnapshot(release.date)}" or later: all of its sets are locked anew then`
          : 'the archive has moved on: set a newer snapshot in the app, and all of its sets are locked anew',
    },
  );
}
