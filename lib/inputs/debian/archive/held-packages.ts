import { PackagesIndex, type SuiteIndex } from '../../../debian';
import { BuildError } from '../../../errors';
import { reasonOf } from '../../../fetch/server-failure';
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
 * @throws BuildError `E_UPDATE_HELD`, for all packages at once that no index has; those of the newest date
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
  const lost: string[] = [];
  let reason: BuildError | undefined;
  for (const [key, locked] of Object.entries(table)) {
    const [name = '', architecture = request.architecture] = key.split(':');
    let paragraph = find(await newest.indexes(architecture, components), name, locked);
    try {
      paragraph ??= find(await at(locked.snapshot).indexes(architecture, components), name, locked);
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      reason ??= error.all[0];
    }
    if (paragraph === undefined) {
      lost.push(`${key} ${locked.version}`);
      continue;
    }
    const bySuite = paragraphs.get(architecture) ?? new Map<string, string[]>();
    paragraphs.set(architecture, bySuite);
    bySuite.set(locked.suite, [...(bySuite.get(locked.suite) ?? []), paragraph]);
    files.set(architecture, (files.get(architecture) ?? new Map()).set(name, locked.sha256));
  }
  if (lost.length > 0) throw lostError(lost, request, reason);
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

/** @param reason why the indexes of their date cannot be read, where that is so */
function lostError(
  lost: readonly string[],
  request: DebianRequest,
  reason: BuildError | undefined,
): BuildError {
  const [first = '', ...others] = lost;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return new BuildError(
    'E_UPDATE_HELD',
    `package ${first}${more} of "${archiveKey(request)}" cannot stay: what it needs is not known`,
    {
      got: reason === undefined ? 'no index has it' : reasonOf(reason),
      expected: 'the indexes of the date that it is of',
      fix: 'name it, too, or update everything; or make snapshot.debian.org reachable',
      log: lost.join('\n'),
      cause: reason,
    },
  );
}
