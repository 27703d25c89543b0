/** The two archives of Debian, by their names on the snapshot service. */
export type DebianArchive = 'debian' | 'debian-security';

/** A suite to read packages from. */
export interface SuiteSource {
  readonly archive: DebianArchive;
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

/** Canonical URL of an archive's root at a date: the one that enters definitions and never moves. */
export function snapshotUrl(archive: DebianArchive, snapshot: string): string {
  return `https://snapshot.debian.org/archive/${archive}/${snapshot}`;
}

/** Reads `20261101T000000Z`; undefined for anything else. */
export function parseSnapshot(snapshot: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(snapshot);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso ? date : undefined;
}

/** The inverse of {@link parseSnapshot}; parts of a second are dropped. */
export function formatSnapshot(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
