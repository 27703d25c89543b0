import type { ArchiveFile } from '../assembly/manifest';
import type { Environment } from '../environment';
import { mirrorsOf } from '../environment/mirrors';
import { BuildError } from '../errors';
import { askInTurn } from './ask-in-turn';
import { type FetchContext, type FetchOptions, fetchContext } from './fetch-context';
import { isWrongContent, reasonOf, worstOf } from './server-failure';

/**
 * Gets a file of an archive: from the cache, else from the first server that has it. Its size and
 * hash are checked, so it does not matter who serves it.
 *
 * @param canonicalUrl key of the file in the manifest
 * @throws BuildError `E_DEBIAN_FILE_GONE`, or `E_HTTP_HASH` or `E_HTTP_SIZE` where there are other
 * bytes in its place; each tells what all servers said
 */
export async function fetchArchiveFile(
  canonicalUrl: string,
  file: ArchiveFile,
  options: FetchOptions,
): Promise<Buffer> {
  const context = fetchContext(options);
  return context.cache.getOrFetch(file.sha256, () => download(canonicalUrl, file, context));
}

/**
 * Where a file of an archive may be: the mirrors that the user named, the snapshot archive, the
 * mirrors that apt uses. Unlike a Release, a file of known hash may be taken from any of them.
 */
export function fileUrls(
  canonicalUrl: string,
  file: ArchiveFile,
  environment: Environment,
): string[] {
  const onMirror = (mirror: string): string => `${mirror}/${file.path}`;
  const explicit = mirrorsOf(environment.mirrors, file.archive);
  const urls = [...explicit.map(onMirror), canonicalUrl];
  return explicit.length > 0
    ? urls
    : [...urls, ...(environment.aptMirrors[file.archive] ?? []).map(onMirror)];
}

/** Of a file whose size nobody knows. */
const MAX_BYTES = 512 * 2 ** 20;

async function download(
  canonicalUrl: string,
  file: ArchiveFile,
  { archiveHttp, environment, say }: FetchContext,
): Promise<Buffer> {
  const { size, sha256 } = file;
  const expected = {
    ...(size === undefined ? {} : { size }),
    ...{ sha256, maxBytes: size ?? MAX_BYTES },
  };
  const urls = fileUrls(canonicalUrl, file, environment);
  const { failures, found } = await askInTurn(urls, (url) => archiveHttp.get(url, expected));
  const told = failures.map(reasonOf).join('; ');
  if (found !== undefined) {
    if (failures.length > 0) say(`${found.server} stands in: ${told}`);
    return found.value;
  }
  const worst = worstOf(failures);
  if (worst !== undefined && isWrongContent(worst)) {
    const { code, details, message } = worst;
    throw new BuildError(code, message, { ...details, got: told, cause: worst });
  }
  throw new BuildError('E_DEBIAN_FILE_GONE', `${file.path} can be fetched from nowhere`, {
    got: told,
    expected: 'a server that has the locked file',
    fix: FILE_GONE_FIX,
  });
}

/** The way out where a locked file is nowhere. */
export const FILE_GONE_FIX =
  'make snapshot.debian.org reachable, name a mirror that keeps old files, or set a newer snapshot date and run "synth lock"';
