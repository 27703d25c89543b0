import { PackagesIndex, type SuiteIndex } from '../../../debian';
import { BuildError } from '../../../errors';
import { archiveKey, type DebianRequest } from '../request';
import type { DebianPackageLock } from '../section';
import type { ArchiveResolver, Held } from './archive-resolver';

/** Packages of one architecture's part of an archive's lock. */
export type LockedTable = Readonly<Record<string, DebianPackageLock>>;

/**
 * Reads what indexes say of locked packages: the one of the newest date that has the same .deb, or else
 * that of the date that the package is of.
 *
 * @param request a request of the architecture
 * @param components of all requests of the archive
 * @param newest the archive at the newest date
 * @param at the archive at the date of a package
 * @throws BuildError `E_UPDATE_HELD` for a package that no index has; those of `releases()` and indexes
 */
export async function holdPackages(
  table: LockedTable,
  request: DebianRequest,
  components: readonly string[],
  newest: ArchiveResolver,
  at: (snapshot: string | undefined) => ArchiveResolver,
): Promise<Held> {
  const paragraphs = new Map<string, Map<string, string[]>>();
  const files = new Map<string, Map<string, string>>();
  for (const [key, locked] of Object.entries(table)) {
    const [name = '', architecture = request.architecture] = key.split(':');
    const paragraph =
      find(await newest.indexes(architecture, components), name, locked) ??
      find(await at(locked.snapshot).indexes(architecture, components), name, locked);
    if (paragraph === undefined) throw unknownError(key, locked, request);
    const bySuite = paragraphs.get(architecture) ?? new Map<string, string[]>();
    paragraphs.set(architecture, bySuite);
    bySuite.set(locked.suite, [...(bySuite.get(locked.suite) ?? []), paragraph]);
    files.set(architecture, (files.get(architecture) ?? new Map()).set(name, locked.sha256));
  }
  return new Map(
    [...paragraphs].map(([architecture, bySuite]) => {
      const indexes = [...bySuite].map(([suite, texts]) => ({
        suite,
        index: new PackagesIndex(`${texts.join('\n\n')}\n\n`),
      }));
      return [architecture, { indexes, files: files.get(architecture) ?? new Map() }];
    }),
  );
}

function find(
  indexes: readonly SuiteIndex[],
  name: string,
  { sha256 }: DebianPackageLock,
): string | undefined {
  for (const { index } of indexes) {
    const found = index.paragraph(name, sha256);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownError(key: string, locked: DebianPackageLock, request: DebianRequest): BuildError {
  const { sha256, snapshot = request.snapshot, version } = locked;
  return new BuildError('E_UPDATE_HELD', `package "${key}" is locked, and no index has it`, {
    got: `${key} ${version}, sha256 ${sha256}, in "${archiveKey(request)}"`,
    expected: `a .deb that the indexes of ${snapshot} list`,
    fix: 'run "synth update" without names: all packages are looked up anew',
  });
}
