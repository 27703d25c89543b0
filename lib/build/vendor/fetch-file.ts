import type { ArchiveFile } from '../../assembly/manifest';
import { loginSecretId } from '../../debian/other-archive';
import type { Environment } from '../../environment';
import { isLanguageArchive } from '../../environment/mirrors';
import { BuildError } from '../../errors';
import { fileUrls } from '../../fetch/archive-file';
import { askInTurn } from '../../fetch/ask-in-turn';
import type { FetchContext } from '../../fetch/fetch-context';
import { isOfNpm, keptArchive } from '../../fetch/kept-archive';
import { originOf } from '../../fetch/origins';
import { reasonOf, worstOf } from '../../fetch/server-failure';
import type { VendorFolder } from './vendor-folder';

/** Of a file whose size nobody knows. */
const MAX_BYTES = 16 * 2 ** 30;

/** A file of a URL that is to be fetched. */
export interface WantedFile {
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
  /** What it is of an archive with mirrors. @default - it is of none */
  readonly file?: ArchiveFile | undefined;
  /** Id of the secret that holds the `Authorization` header. @default - nobody asks for one */
  readonly secret?: string | undefined;
}

/**
 * Puts a file into the folder: from the cache, else from the first server that has it.
 *
 * @throws BuildError `E_HTTP_…`, `E_NPM_FETCH`, `E_VENDOR_FOLDER`
 */
export async function fetchFile(
  wanted: WantedFile,
  folder: VendorFolder,
  context: FetchContext,
): Promise<void> {
  const { file, sha256, url } = wanted;
  const kept = await context.cache.find(sha256);
  if (kept !== undefined) return folder.copy(sha256, kept);
  if (file !== undefined && isOfNpm(file)) {
    return folder.copy(sha256, await keptArchive(url, file, context));
  }
  const urls = file === undefined ? [url] : fileUrls(url, file, context.environment);
  const { failures, found } = await askInTurn(urls, (from) =>
    folder.put(sha256, (path) => save(wanted, from, path, context)),
  );
  if (found !== undefined) {
    if (failures.length > 0) sayStandIn(found.server, file, context);
    return;
  }
  const worst = worstOf(failures);
  throw new BuildError(worst?.code ?? 'E_HTTP_UNREACHABLE', `${url} cannot be fetched`, {
    ...worst?.details,
    got: failures.map(reasonOf).join('; '),
  });
}

/** Once for each server: what is said twice is told once. */
function sayStandIn(from: string, file: ArchiveFile | undefined, { say }: FetchContext): void {
  if (file === undefined) return;
  say(`${from.slice(0, -file.path.length - 1)} stands in for ${originOf(file.archive).name}`);
}

async function save(
  { file, secret, sha256, url }: WantedFile,
  from: string,
  path: string,
  { archiveHttp, environment, http }: FetchContext,
): Promise<void> {
  const isDebian = file !== undefined && !isLanguageArchive(file.archive);
  // A mirror is another server, which the login is not for.
  const headers = from === url ? loginHeaders(secret, environment) : {};
  const maxBytes = file?.size ?? MAX_BYTES;
  const found = await (isDebian ? archiveHttp : http).save(from, path, maxBytes, { headers });
  if (found.sha256 === sha256) return;
  throw new BuildError('E_HTTP_HASH', `${from}: content is not the expected one`, {
    got: `${found.size} bytes, sha256 ${found.sha256}`,
    expected: `sha256 ${sha256}`,
    fix: 'check the server: what it has was altered, or is damaged',
  });
}

/** What a daemon would be given for the same source. */
function loginHeaders(
  id: string | undefined,
  { logins = [], secrets = [] }: Environment,
): Record<string, string> {
  if (id === undefined) return {};
  const secret = secrets.find((one) => one.id === id);
  const login = logins.find(({ host }) => loginSecretId(host) === id);
  const authorization = secret ? Buffer.from(secret.read()).toString().trim() : login?.header;
  return authorization === undefined ? {} : { authorization };
}
