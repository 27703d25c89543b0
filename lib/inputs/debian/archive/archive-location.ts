import { type SnapshotArchive, snapshotRoot } from '../../../debian';
import type { Environment } from '../../../environment';
import { mirrorsOf } from '../../../environment/mirrors';

/** A server of an archive. */
export interface ArchiveLocation {
  /** Root of the archive, without a final slash: the folder of `dists` and `pool`. */
  readonly url: string;
  /** Who named it: the user, the library itself, or apt's configuration. */
  readonly kind: 'explicit' | 'snapshot' | 'apt';
}

/**
 * Where an archive may be read, in the order of preference: the mirrors that the user named and
 * nothing else, or else the snapshot archive, then the mirrors that apt uses.
 */
export function archiveLocations(
  archive: SnapshotArchive,
  snapshot: string,
  environment: Environment,
): ArchiveLocation[] {
  const explicit = mirrorsOf(environment.mirrors, archive);
  if (explicit.length > 0) return explicit.map((url) => ({ url, kind: 'explicit' }));
  const apt = environment.aptMirrors[archive] ?? [];
  return [
    { url: snapshotRoot(archive, snapshot), kind: 'snapshot' },
    ...apt.map((url) => ({ url, kind: 'apt' }) as const),
  ];
}
