import type { ArchiveFile } from '../../assembly/manifest';
import type { LocalFile } from '../../client';
import { loginSecretId } from '../../debian/other-archive';
import type { Environment } from '../../environment';
import { isLanguageArchive } from '../../environment/mirrors';
import { BuildError } from '../../errors';
import { fileUrls } from '../../fetch/archive-file';
import type { FetchContext } from '../../fetch/fetch-context';
import { keptNpmArchive } from '../../fetch/npm-archive';
import { isServerFailure, reasonOf, worstOf } from '../../fetch/server-failure';
import type { SourceOp } from '../../llb/definition/map-sources';
import type { VendorFolder } from './vendor-folder';
import {
  localSource,
  type Refusal,
  unknownAttr,
  type VendoredInput,
  type VendoredSource,
} from './vendored-input';

const SECRET = 'http.authheadersecret';
const ATTRS = [
  ...['http.checksum', 'http.filename', 'http.perm'],
  ...[SECRET, 'http.header.accept', 'http.header.user-agent'],
];
/** Of a file whose size nobody knows. */
const MAX_BYTES = 16 * 2 ** 30;
/** What the cache gives files that are sent together. */
const SENT_MODE = 0o644;
/** What BuildKit gives a file that has no mode of its own. */
const MODE = 0o600;

/** A file of a URL. */
export class VendoredFile implements VendoredInput {
  readonly key: string;
  readonly title: string;

  /**
   * @param file of an archive with mirrors, if it is one
   * @param secret that holds the header of a login
   */
  constructor(
    readonly url: string,
    readonly sha256: string,
    private readonly file?: ArchiveFile | undefined,
    private readonly secret?: string | undefined,
  ) {
    this.key = `sha256:${sha256}`;
    this.title = url;
  }

  /** It as one of many that are sent, each called by its hash. */
  served(folder: VendorFolder): LocalFile {
    const { sha256 } = this;
    return { name: sha256, path: folder.placeOf(sha256), mode: SENT_MODE };
  }

  state(folder: VendorFolder) {
    return folder.state(this.sha256);
  }

  /** @throws BuildError `E_HTTP_…`, `E_NPM_FETCH`, `E_VENDOR_FOLDER` */
  async fetch(folder: VendorFolder, context: FetchContext): Promise<void> {
    const { file, sha256, url } = this;
    const kept = await context.cache.find(sha256);
    if (kept !== undefined) return folder.copy(sha256, kept);
    if (file?.archive === 'npm') {
      return folder.copy(sha256, await keptNpmArchive(url, file, context));
    }
    const failures: BuildError[] = [];
    const urls = file === undefined ? [url] : fileUrls(url, file, context.environment);
    for (const from of urls) {
      try {
        await folder.put(sha256, (path) => this.#save(from, path, context));
        return;
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        failures.push(error);
      }
    }
    const worst = worstOf(failures);
    throw new BuildError(worst?.code ?? 'E_HTTP_UNREACHABLE', `${url} cannot be fetched`, {
      ...worst?.details,
      got: failures.map(reasonOf).join('; '),
    });
  }

  async #save(from: string, path: string, context: FetchContext): Promise<void> {
    const { archiveHttp, environment, http } = context;
    const { archive = 'none', size } = this.file ?? {};
    const isDebian = this.file !== undefined && !isLanguageArchive(archive);
    // A mirror is another server, which the login is not for.
    const headers = from === this.url ? loginHeaders(this.secret, environment) : {};
    const client = isDebian ? archiveHttp : http;
    const found = await client.save(from, path, size ?? MAX_BYTES, { headers });
    if (found.sha256 === this.sha256) return;
    throw new BuildError('E_HTTP_HASH', `${from}: content is not the expected one`, {
      got: `${found.size} bytes, sha256 ${found.sha256}`,
      expected: `sha256 ${this.sha256}`,
      fix: 'check the server: what it has was altered, or is damaged',
    });
  }
}

/** What the daemon would be given for the same source. */
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

/** An `http` source, with a local source of one file in its place. */
export function vendoredFile(
  { attrs, identifier: url }: SourceOp,
  files: Readonly<Record<string, ArchiveFile>>,
): VendoredSource | Refusal {
  const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(attrs['http.checksum'] ?? '') ?? [];
  if (sha256 === undefined) return { got: 'no checksum', expected: 'a file that is pinned' };
  const refusal = unknownAttr(attrs, ATTRS);
  if (refusal !== undefined) return refusal;
  const name = attrs['http.filename'] || lastSegment(url);
  if (name === '' || name.includes('/') || name === '..') {
    return { got: 'no name of the file', expected: 'a URL that ends in one, or "filename"' };
  }
  const mode = Number(attrs['http.perm'] ?? MODE) || MODE;
  const shown = lastSegment(url).replace(/[^\w.+-]/g, '') || 'file';
  const id = [shown, mode.toString(8), Buffer.from(name).toString('hex'), sha256].join('-');
  return {
    input: new VendoredFile(url, sha256, files[url], attrs[SECRET]),
    source: localSource(id),
    serve: async (folder) => [{ name, path: folder.placeOf(sha256), mode }],
  };
}

const lastSegment = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
