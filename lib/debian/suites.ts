import type { SnapshotArchive } from './snapshot';

/** A suite to read packages from. */
export interface SuiteSource {
  readonly archive: SnapshotArchive;
  /** Folder below `dists/`. */
  readonly suite: string;
}

/** Suites that never have updates or security suites beside them. */
const UNSTABLE = new Set(['sid', 'unstable']);

/**
 * The suites that a release consists of: itself, its updates and its security updates, in the order
 * of preference for packages of equal version.
 */
export function suitesOf(suite: string): SuiteSource[] {
  const itself: SuiteSource = { archive: 'debian', suite };
  if (UNSTABLE.has(suite)) return [itself];
  return [
    itself,
    { archive: 'debian', suite: `${suite}-updates` },
    { archive: 'debian-security', suite: `${suite}-security` },
  ];
}
