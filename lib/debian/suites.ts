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
 * Whether base-files of a release holds the links of the merged /usr, and its packages lie behind them.
 * Before, they came from who made the root, and packages lay in `/bin` and `/lib`.
 */
export function holdsUsrLinks(suite: string): boolean {
  return suite !== 'bookworm';
}

/** Suites that are there for themselves, whichever release they are read beside. */
const OWN_NAME = new Set(['experimental', 'sid']);

/**
 * The suites that a release consists of: itself, its updates and its security updates, and what is read
 * beside it, in the order of preference for packages of equal version.
 *
 * @param also names of suites beside it, those of the release without its name: `backports`
 */
export function suitesOf(suite: string, also: readonly string[] = []): SuiteSource[] {
  const more = also.map((name): SuiteSource => {
    return { archive: 'debian', suite: OWN_NAME.has(name) ? name : `${suite}-${name}` };
  });
  const itself: SuiteSource = { archive: 'debian', suite };
  if (UNSTABLE.has(suite)) return [itself, ...more];
  return [
    itself,
    { archive: 'debian', suite: `${suite}-updates` },
    { archive: 'debian-security', suite: `${suite}-security` },
    ...more,
  ];
}
