import { compareVersions } from '../../../../debian';
import { globPattern } from '../../../../debian/policy/glob';
import { readWanted } from '../../../../debian/wanted-package';
import type { Advisories } from '../../../advisories';
import { own } from '../../../entries';
import type { Asked } from '../../../resolver';
import { baseName, lockedSource } from '../../locked';
import { type DebianRequest, setKey } from '../../request';
import type { DebianArchiveLock } from '../../section';
import type { ArchiveResolver } from '../archive-resolver';

/** A locked package of which there is a newer version. */
export interface NewerPackage {
  /** `name`, or `name:architecture` of a foreign one. */
  readonly key: string;
  /** Architecture of the sets that have it. */
  readonly architecture: string;
  readonly locked: string;
  readonly newest: string;
  /** Suite that has the newer version. */
  readonly suite: string;
  /** Whether a version that the app asks for stands in the way of the newer one. */
  readonly isFixed: boolean;
  /** Advisories that the newer version fixes. */
  readonly advisories: readonly string[];
  readonly constructPaths: readonly string[];
}

/** Packages of an archive of which it has a newer version at a date, in the order of the lock. */
export async function newerPackages(
  sets: readonly Asked<DebianRequest>[],
  archive: DebianArchiveLock,
  newest: ArchiveResolver,
  data: Advisories | undefined,
): Promise<NewerPackage[]> {
  const found = new Map<string, NewerPackage>();
  for (const { constructPath, request } of sets) {
    const { architecture } = request;
    const candidates = await newest.candidates(request);
    const table = own(archive.packages, architecture);
    for (const key of own(own(archive.sets, setKey(request)), architecture) ?? []) {
      const locked = own(table, key);
      const candidate = candidates.get(key.split(':')[1] ?? architecture)?.candidate(baseName(key));
      if (locked === undefined || candidate === undefined) continue;
      const { package: other, suite } = candidate;
      if (compareVersions(other.version, locked.version) <= 0) continue;
      const id = `${architecture} ${key}`;
      found.set(id, {
        ...{ key, architecture, suite, locked: locked.version, newest: other.version },
        isFixed: isFixed(key, other.version, request),
        advisories:
          data?.fixedBetween(lockedSource(key, locked, archive), other.source, request.suite) ?? [],
        constructPaths: [...(found.get(id)?.constructPaths ?? []), constructPath],
      });
    }
  }
  return [...found.values()];
}

/** Whether a request has a package in versions that another one is none of. */
function isFixed(key: string, version: string, { include }: DebianRequest): boolean {
  const wanted = include.map(readWanted).find(({ name }) => name === key)?.version;
  return wanted !== undefined && !globPattern(wanted).test(version);
}
