import type { OtherArchive } from './other-archive';

/** A suite to read packages from. */
export interface SuiteSource {
  /** `debian` or `debian-security`, or the URL of another archive. */
  readonly archive: string;
  /** Folder below `dists/`, see {@link OtherArchive.suite} for others. */
  readonly suite: string;
  /** The archive, where it is none of Debian's. */
  readonly other?: OtherArchive;
}

/** What tells a suite from all others that are read with it. */
export function suiteKey({ archive, other, suite }: SuiteSource): string {
  return other === undefined ? suite : `${archive} ${suite}`;
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
export function suitesOf(
  suite: string,
  also: readonly string[] = [],
  archives: readonly OtherArchive[] = [],
): SuiteSource[] {
  const more = [
    ...also.map((name): SuiteSource => {
      return { archive: 'debian', suite: OWN_NAME.has(name) ? name : `${suite}-${name}` };
    }),
    ...archives.map((other): SuiteSource => {
      return { archive: other.url, suite: other.suite, other };
    }),
  ];
  const itself: SuiteSource = { archive: 'debian', suite };
  if (UNSTABLE.has(suite)) return [itself, ...more];
  return [
    itself,
    { archive: 'debian', suite: `${suite}-updates` },
    { archive: 'debian-security', suite: `${suite}-security` },
    ...more,
  ];
}
