import { authorizationFor, PUBLIC_INDEX } from '../../../environment';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import { HttpStatusError } from '../../../fetch/http-failure';
import { isServerFailure, reasonOf } from '../../../fetch/server-failure';
import { INDEX_ACCEPT, type IndexFile, parseIndexPage, projectUrl } from '../../../python';

/** A page of an index with all files of a project. */
const MAX_PAGE_BYTES = 64 * 2 ** 20;
/** A larger wheel is a mistake, or an attack. */
const MAX_WHEEL_BYTES = 16 * 2 ** 30;

/** What indexes know of packages; each page is asked for once. */
export class PackageIndexes {
  readonly #context: FetchContext;
  readonly #pages = new Map<string, Promise<readonly IndexFile[]>>();
  readonly #sizes = new Map<string, Promise<number | undefined>>();

  constructor(context: FetchContext) {
    this.#context = context;
  }

  /** Indexes of pip's configuration. */
  get configured(): readonly string[] {
    const { pipIndexes = [{ url: PUBLIC_INDEX }] } = this.#context.environment;
    return pipIndexes.map(({ url }) => url);
  }

  /**
   * The files of a project in all of the indexes, those of the first one first.
   *
   * @throws BuildError `E_PYTHON_INDEX` where none of them has the project, or one cannot be read
   */
  async filesOf(name: string, indexes: readonly string[]): Promise<readonly IndexFile[]> {
    const reasons: string[] = [];
    const found: IndexFile[] = [];
    for (const index of indexes) {
      const url = projectUrl(index, name);
      try {
        const page = this.#pages.get(url) ?? this.#fetchPage(url);
        this.#pages.set(url, page);
        found.push(...(await page));
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        reasons.push(reasonOf(error));
        // Whoever is not let in does not know whether it is there.
        const isAbsent = error instanceof HttpStatusError && [404, 410].includes(error.status);
        if (!isAbsent) throw indexError(name, reasons, error);
      }
    }
    if (found.length === 0) throw indexError(name, reasons);
    return found;
  }

  async #fetchPage(url: string): Promise<readonly IndexFile[]> {
    const expected = { maxBytes: MAX_PAGE_BYTES };
    const headers = { accept: INDEX_ACCEPT, ...this.#login(url) };
    const content = await this.#context.http.get(url, expected, headers);
    const files = parseIndexPage(content.toString('utf8'), url);
    if (files !== undefined) return files;
    throw new BuildError('E_PYTHON_INDEX', `${url} is no page of a package index`, {
      got: JSON.stringify(content.toString('utf8', 0, 80)),
      expected: 'the simple repository API, as JSON or HTML',
    });
  }

  /** Bytes of a file, by a request for the first one; undefined where its server does not say. */
  sizeOf(url: string): Promise<number | undefined> {
    const size =
      this.#sizes.get(url) ??
      this.#context.http.probe(url, this.#login(url)).then((found) => found.size);
    this.#sizes.set(url, size);
    return size;
  }

  /** Size and sha256 of a file, which is read and not kept. */
  digest(url: string) {
    return this.#context.http.digest(url, MAX_WHEEL_BYTES, this.#login(url));
  }

  #login(url: string): Record<string, string> {
    const { logins = [], pipIndexes = [] } = this.#context.environment;
    const { origin } = new URL(url);
    const own = pipIndexes.find((index) => index.header && new URL(index.url).origin === origin);
    const authorization = own?.header ?? authorizationFor(url, logins);
    return authorization === undefined ? {} : { authorization };
  }
}

function indexError(name: string, reasons: readonly string[], cause?: BuildError): BuildError {
  return new BuildError('E_PYTHON_INDEX', `no index has the Python package "${name}"`, {
    got: reasons.join('; ') || 'no index is configured, or none has a file of it',
    expected: 'an index that has the locked files',
    fix: 'name it: PIP_INDEX_URL, PIP_EXTRA_INDEX_URL or pip.conf; a login comes from netrc',
    ...(cause === undefined ? {} : { cause }),
  });
}
