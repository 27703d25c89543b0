const SNAPSHOT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * Reads the date of a snapshot, `YYYYMMDDThhmmssZ`.
 *
 * @returns seconds since 1970, or undefined where the text is no such date
 */
export function snapshotEpoch(snapshot: string): number | undefined {
  const fields = SNAPSHOT.exec(snapshot)?.slice(1).map(Number);
  if (fields === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = formatSnapshot(date) === snapshot;
  return isReal ? date.getTime() / 1000 : undefined;
}

/**
 * The canonical URL of a file of a dated archive: the one that stands in LLB, whoever serves it.
 *
 * @param archive as the service names it: `debian` or `debian-security`
 * @param path below the archive's root, e.g. `pool/main/b/bash/bash_5.2.37-2_amd64.deb`
 */
export function snapshotUrl(archive: string, snapshot: string, path: string): string {
  return `${snapshotRoot(archive, snapshot)}/${path}`;
}

/** The canonical URL of a dated archive's root: the folder of `dists` and `pool`. */
export function snapshotRoot(archive: string, snapshot: string): string {
  return `https://snapshot.debian.org/archive/${archive}/${snapshot}`;
}

/** A moment as the date of a snapshot; parts of a second are dropped. */
export function formatSnapshot(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
