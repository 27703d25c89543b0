import { unpackGzip, unpackXz } from '../../../archive/unpack';
import {
  isFlat,
  PackagesIndex,
  type ReleaseFileEntry,
  type SuiteSource,
  suiteFolder,
} from '../../../debian';
import { BuildError } from '../../../errors';
import { isServerFailure, reasonOf, worstOf } from '../../../fetch/server-failure';
import { type ArchiveContext, archiveHeaders } from './archive-context';
import { archiveLocations } from './archive-location';
import type { LoadedRelease } from './release-loader';

/** Forms of an index, the one that is the fastest to read first. Not every suite has them all. */
const FORMS = ['.gz', '.xz', ''] as const;

/**
 * Reads the Packages index of a component and architecture that a Release vouches for.
 *
 * @throws BuildError `E_DEBIAN_INDEX_UNKNOWN` where the suite has none
 */
export async function loadIndex(
  loaded: LoadedRelease,
  component: string,
  architecture: string,
  snapshot: string,
  context: ArchiveContext,
): Promise<PackagesIndex> {
  try {
    return await loadListed(loaded, component, architecture, snapshot, context);
  } catch (error) {
    if (loaded.failure === undefined || !isServerFailure(error)) throw error;
    throw loaded.failure;
  }
}

async function loadListed(
  loaded: LoadedRelease,
  component: string,
  architecture: string,
  snapshot: string,
  context: ArchiveContext,
): Promise<PackagesIndex> {
  const { release, source } = loaded;
  const path = indexPath(source, component, architecture);
  const listed = FORMS.flatMap((form) => {
    const entry = release.files.get(path + form);
    return entry === undefined ? [] : [{ form, entry }];
  });
  if (listed.length === 0) throw unknownIndexError(loaded, component, architecture);
  const maxBytes = release.files.get(path)?.size ?? MAX_INDEX_BYTES;
  let failure: unknown;
  for (const { form, entry } of listed) {
    const name = `${suiteFolder(source.suite)}${path}${form}`;
    try {
      const content = await context.cache.getOrFetch(entry.sha256, () =>
        fetchIndex(loaded, name, entry, snapshot, context),
      );
      const file = { code: 'E_DEBIAN_CONTROL', name, maxBytes } as const;
      const bytes =
        form === '.gz'
          ? await unpackGzip(content, file)
          : form === '.xz'
            ? await unpackXz(content, file)
            : content;
      context.signal?.throwIfAborted();
      const text = bytes.toString('latin1');
      return new PackagesIndex(isFlat(source.suite) ? ofArchitecture(text, architecture) : text);
    } catch (error) {
      // Releases list forms that the archive does not serve. Who is down has no other form either.
      if (!isServerFailure(error) || error.code === 'E_HTTP_UNREACHABLE') throw error;
      failure ??= error;
    }
  }
  throw failure;
}

const MAX_INDEX_BYTES = 512 << 20;

/** Where the index of a component and architecture is, from the folder of the Release. */
function indexPath({ suite }: SuiteSource, component: string, architecture: string): string {
  return isFlat(suite) ? 'Packages' : `${component}/binary-${architecture}/Packages`;
}

/** Whether a Release lists the index. */
export function hasIndex(
  { release, source }: LoadedRelease,
  component: string,
  architecture: string,
): boolean {
  const path = indexPath(source, component, architecture);
  return FORMS.some((form) => release.files.has(path + form));
}

/** The index of a flat archive is for all architectures. */
function ofArchitecture(text: string, architecture: string): string {
  const paragraphs = text.split(/\n\n+/).filter((paragraph) => {
    const [, own] = /^Architecture: *(\S+)/m.exec(paragraph) ?? [];
    return own === architecture || own === 'all';
  });
  return paragraphs.join('\n\n');
}

/**
 * The server of the Release first, then the others: the hash tells whether they have the same.
 *
 * @throws BuildError with one server its own, with several one that tells all
 */
async function fetchIndex(
  { release, source, location }: LoadedRelease,
  path: string,
  entry: ReleaseFileEntry,
  snapshot: string,
  context: ArchiveContext,
): Promise<Buffer> {
  const others = archiveLocations(source, snapshot, context.environment);
  const headers = archiveHeaders(source, context);
  const locations = [location ?? [], others.filter(({ url }) => url !== location?.url)].flat();
  const byHash = `${path.slice(0, path.lastIndexOf('/') + 1)}by-hash/SHA256/${entry.sha256}`;
  // By its hash an index stays where it is while the mirror moves on.
  const paths = release.acquireByHash ? [byHash, path] : [path];
  // Of each server what says most: one that lacks the file by its hash may have another by its name.
  const failures: BuildError[] = [];
  for (const { url } of locations) {
    const ofServer: BuildError[] = [];
    for (const candidate of paths) {
      try {
        const content = await context.archiveHttp.get(
          `${url}/${candidate}`,
          { ...entry, maxBytes: entry.size },
          headers,
        );
        if (failures.length > 0) {
          const reasons = failures.map(reasonOf).join('; ');
          context.say(`${url} stands in: ${reasons}`);
        }
        return content;
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        ofServer.push(error);
      }
    }
    failures.push(...[worstOf(ofServer) ?? []].flat());
  }
  throw indexError(path, failures);
}

function indexError(path: string, failures: readonly BuildError[]): BuildError {
  const worst = worstOf(failures);
  if (worst !== undefined && failures.length === 1) return worst;
  return new BuildError(
    worst?.code ?? 'E_HTTP_UNREACHABLE',
    `${path}: no server has it as the Release says`,
    {
      got: failures.map(reasonOf).join('; '),
      expected: 'a server that has it whole',
      fix: 'try again when the mirrors are up to date, or name another one',
      cause: worst,
    },
  );
}

function unknownIndexError(
  { release, source }: LoadedRelease,
  component: string,
  architecture: string,
): BuildError {
  const components = release.components.map((name) => name.replace(/^updates\//, ''));
  const isArchitecture = components.includes(component);
  return new BuildError(
    'E_DEBIAN_INDEX_UNKNOWN',
    `suite "${source.suite}" has no packages of component "${component}" for ${architecture}`,
    {
      got: isArchitecture ? `architecture "${architecture}"` : `component "${component}"`,
      expected: (isArchitecture ? release.architectures : components).join(', '),
      fix: isArchitecture ? 'choose another platform' : 'correct the component',
    },
  );
}
