import { type SuiteSource, snapshotRoot } from '../../../debian';
import type { Environment } from '../../../environment';
import { mirrorsOf } from '../../../environment/mirrors';

/** A server of an archive. */
export interface ArchiveLocation {
  /** Root of the archive, without a final slash: the folder of `dists` and `pool`. */
  readonly url: string;
  /** Who named it: the user, the library itself, apt's configuration, or the app. */
  readonly kind: 'explicit' | 'snapshot' | 'apt' | 'own';
}

/**
 * Where an archive may be read, in the order of preference: the mirrors that the user named and
 * nothing else, or else the snapshot archive, then the mirrors that apt uses. An archive that is none of
 * Debian's is where the app says.
 */
export function archiveLocations(
  { archive, other }: SuiteSource,
  snapshot: string,
  environment: Environment,
): ArchiveLocation[] {
  if (other !== undefined) return [{ url: other.url, kind: 'own' }];
  const explicit = mirrorsOf(environment.mirrors, archive);
  if (explicit.length > 0) return explicit.map((url) => ({ url, kind: 'explicit' }));
  const apt = environment.aptMirrors[archive] ?? [];
  return [
    { url: snapshotRoot(archive, snapshot), kind: 'snapshot' },
    ...apt.map((url) => ({ url, kind: 'apt' }) as const),
  ];
}
