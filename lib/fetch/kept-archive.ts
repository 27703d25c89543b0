import type { ArchiveFile } from '../assembly/manifest';
import { fetchArchiveFile } from './archive-file';
import type { FetchContext } from './fetch-context';
import { keptNpmArchive } from './npm-archive';

/**
 * The path of a locked file of an archive in the cache, where it is put if it is not there: from the servers,
 * and with the logins, of the archive that it is of.
 *
 * @throws BuildError `E_HTTP_HASH`, `E_HTTP_SIZE`, `E_NPM_FETCH`, `E_DEBIAN_FILE_GONE`, `E_CACHE_FOLDER`
 */
export async function keptArchive(
  url: string,
  file: ArchiveFile,
  context: FetchContext,
): Promise<string> {
  if (isOfNpm(file)) return keptNpmArchive(url, file, context);
  await fetchArchiveFile(url, file, context);
  return context.cache.path(file.sha256);
}

/** Whether npm's configuration says where a file is, and with which login. */
export function isOfNpm({ archive }: ArchiveFile): boolean {
  return archive === 'npm' || archive === 'npm-other';
}
