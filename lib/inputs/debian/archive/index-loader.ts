import { unpackGzip, unpackXz } from '../../../archive/unpack';
import { PackagesIndex, type ReleaseFileEntry } from '../../../debian';
import { BuildError } from '../../../errors';
import { HttpStatusError } from '../../../fetch/http-failure';
import type { ArchiveContext } from './archive-context';
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
    if (loaded.failure === undefined || !isGone(error)) throw error;
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
  const path = `${component}/binary-${architecture}/Packages`;
  const listed = FORMS.flatMap((form) => {
    const entry = release.files.get(path + form);
    return entry === undefined ? [] : [{ form, entry }];
  });
  if (listed.length === 0) throw unknownIndexError(loaded, component, architecture);
  const maxBytes = release.files.get(path)?.size ?? MAX_INDEX_BYTES;
  let failure: unknown;
  for (const { form, entry } of listed) {
    const name = `dists/${source.suite}/${path}${form}`;
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
      return new PackagesIndex(bytes.toString('latin1'));
    } catch (error) {
      // Releases list forms that the archive does not serve.
      if (!(error instanceof HttpStatusError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

const MAX_INDEX_BYTES = 512 << 20;

/** The server of the Release first, then the others: the hash tells whether they have the same. */
async function fetchIndex(
  { release, source, location }: LoadedRelease,
  path: string,
  entry: ReleaseFileEntry,
  snapshot: string,
  context: ArchiveContext,
): Promise<Buffer> {
  const others = archiveLocations(source.archive, snapshot, context.environment);
  const locations = [location ?? [], others.filter(({ url }) => url !== location?.url)].flat();
  const byHash = `${path.slice(0, path.lastIndexOf('/'))}/by-hash/SHA256/${entry.sha256}`;
  // By its hash an index stays where it is while the mirror moves on.
  const paths = release.acquireByHash ? [byHash, path] : [path];
  let failure: unknown;
  for (const { url } of locations) {
    for (const candidate of paths) {
      try {
        return await context.http.get(`${url}/${candidate}`, { ...entry, maxBytes: entry.size });
      } catch (error) {
        if (!isAbsence(error)) throw error;
        failure ??= error;
      }
    }
  }
  throw failure;
}

/** What a server says of an index that it had once. */
function isGone(error: unknown): boolean {
  if (isAbsence(error)) return true;
  return BuildError.is(error) && (error.code === 'E_HTTP_HASH' || error.code === 'E_HTTP_SIZE');
}

function isAbsence(error: unknown): boolean {
  if (error instanceof HttpStatusError) return true;
  return BuildError.is(error) && error.code === 'E_HTTP_UNREACHABLE';
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
