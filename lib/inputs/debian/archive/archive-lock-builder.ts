import { type ClosurePackage, sourceText } from '../../../debian';
import { BuildError } from '../../../errors';
import { own } from '../../entries';
import { type DebianRequest, setKey } from '../request';
import type { DebianArchiveLock, DebianPackageLock } from '../section';

/** Gathers sets of an archive, and the packages that they name. */
export class ArchiveLockBuilder {
  readonly #sets: Record<string, Record<string, readonly string[]>> = {};
  readonly #packages: Record<string, Record<string, DebianPackageLock>> = {};

  /** Takes the answer to a request over from an earlier lock. */
  keep(request: DebianRequest, { packages, sets }: DebianArchiveLock): void {
    const { architecture } = request;
    const known = own(packages, architecture);
    this.#addClosure(request, own(own(sets, setKey(request)), architecture) ?? [], (name) =>
      own(known, name),
    );
  }

  /**
   * Takes a new answer. A .deb that the lock has already stays of the date that it is of there.
   *
   * @param origin date that new ones are of, and the lock
   */
  add(
    request: DebianRequest,
    closure: readonly ClosurePackage[],
    { held, snapshot }: ClosureOrigin = {},
  ): void {
    const table = own(held?.packages, request.architecture);
    const byName = new Map(
      closure.map((found) => {
        const locked = own(table, found.key);
        const isSame = locked?.sha256 === found.package.sha256;
        return [found.key, packageLock(found, isSame ? locked : { snapshot })] as const;
      }),
    );
    this.#addClosure(request, [...byName.keys()], (name) => byName.get(name));
  }

  /** @param later Releases of other dates; of those that no package is of any more none is kept */
  lock(
    releases: DebianArchiveLock['releases'],
    later: DebianArchiveLock['later'] = {},
  ): DebianArchiveLock {
    const packages = Object.values(this.#packages).flatMap((byName) => Object.values(byName));
    const dates = new Set(packages.map(({ snapshot }) => snapshot));
    const used = Object.entries(later).filter(([date]) => dates.has(date));
    return {
      releases,
      ...(used.length === 0 ? {} : { later: Object.fromEntries(used) }),
      sets: this.#sets,
      packages: this.#packages,
    };
  }

  #addClosure(
    request: DebianRequest,
    names: readonly string[],
    find: (name: string) => DebianPackageLock | undefined,
  ): void {
    const { architecture } = request;
    const key = setKey(request);
    const packages = this.#packages[architecture] ?? {};
    for (const name of names) {
      const found = find(name);
      if (found === undefined) continue;
      const other = packages[name];
      if (other !== undefined && other.sha256 !== found.sha256) {
        throw new BuildError(
          'E_DEBIAN_VERSIONS_DISAGREE',
          `package "${name}" differs between sets`,
          {
            got: `${found.version} for "${key}"`,
            expected: `${other.version}, as in another set of the archive`,
            fix: 'use the same components for all sets of the archive, and say versions by pins of the base',
          },
        );
      }
      packages[name] = found;
    }
    this.#packages[architecture] = packages;
    this.#sets[key] = { ...this.#sets[key], [architecture]: names };
  }
}

/** Where an answer comes from. */
export interface ClosureOrigin {
  /** What an earlier lock has of the archive. @default - nothing */
  readonly held?: DebianArchiveLock | undefined;
  /** Date of the snapshot. @default - that of the app */
  readonly snapshot?: string | undefined;
}

/** What the lock keeps of a package; place and date as they are known already. */
function packageLock(
  { suite, package: found }: ClosurePackage,
  known: Partial<Pick<DebianPackageLock, 'path' | 'suite'>> & { snapshot?: string | undefined },
): DebianPackageLock {
  const { version, size, sha256 } = found;
  const source = sourceText(found);
  return {
    version,
    suite: known.suite ?? suite,
    ...(known.snapshot === undefined ? {} : { snapshot: known.snapshot }),
    path: known.path ?? found.path,
    size,
    sha256,
    ...(source === undefined ? {} : { source }),
  };
}
