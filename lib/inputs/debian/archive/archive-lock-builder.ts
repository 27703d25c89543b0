import { type ClosurePackage, sourceText } from '../../../debian';
import { BuildError } from '../../../errors';
import { type DebianRequest, setKey } from '../request';
import type { DebianArchiveLock, DebianPackageLock } from '../section';

/** Gathers sets of an archive, and the packages that they name. */
export class ArchiveLockBuilder {
  readonly #sets: Record<string, Record<string, readonly string[]>> = {};
  readonly #packages: Record<string, Record<string, DebianPackageLock>> = {};

  /** Takes the answer to a request over from an earlier lock. */
  keep(request: DebianRequest, { packages, sets }: DebianArchiveLock): void {
    const { architecture } = request;
    const known = packages[architecture] ?? {};
    this.#addClosure(request, sets[setKey(request)]?.[architecture] ?? [], (name) => known[name]);
  }

  /** Takes a new answer. */
  add(request: DebianRequest, closure: readonly ClosurePackage[]): void {
    const byName = new Map(closure.map((found) => [found.key, packageLock(found)]));
    this.#addClosure(request, [...byName.keys()], (name) => byName.get(name));
  }

  lock(releases: DebianArchiveLock['releases']): DebianArchiveLock {
    return { releases, sets: this.#sets, packages: this.#packages };
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

/** What the lock keeps of a package. */
function packageLock({ suite, package: found }: ClosurePackage): DebianPackageLock {
  const { version, path, size, sha256 } = found;
  const source = sourceText(found);
  return { version, suite, path, size, sha256, ...(source === undefined ? {} : { source }) };
}
