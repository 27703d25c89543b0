import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildError } from '../errors';
import { type FetchInit, type ProxySettings, proxiedFetch } from '../proxy';
import { HttpStatusError, isServerDown, networkError, retryDelay } from './http-failure';

/** How long and how often to try. */
export interface HttpPatience {
  /** @default 4 */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled for each further one. @default 300 */
  readonly retryDelay?: number;
  /** Milliseconds without a byte after which an attempt is given up. @default 30_000 */
  readonly idleTimeout?: number;
}

/** What a download must be. */
export interface Expected {
  /** More bytes are never read. */
  readonly maxBytes: number;
  /** Exact number of bytes, where known. */
  readonly size?: number;
  /** Hex, where known. */
  readonly sha256?: string;
}

/** Size and hash of a file. */
export interface FileDigest {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Base64, of the other algorithm that was asked for. @default - none was */
  readonly hash?: string;
}

/** What {@link HttpClient.save} does beside. */
export interface SaveOptions {
  /** @default - none of its own */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Another hash that is made, beside sha256: `sha512`. @default - none */
  readonly algorithm?: string | undefined;
}

/** How an {@link HttpClient} works. */
export interface HttpClientOptions {
  /** Ends all that is under way. @default - nothing does */
  readonly signal?: AbortSignal;
  /** @default - four attempts */
  readonly patience?: HttpPatience;
  /** @default - everything is fetched directly */
  readonly proxies?: ProxySettings | undefined;
}

/** Servers would else unpack `.gz` files on the way, and they would not have their hash any more. */
const IDENTITY = { 'accept-encoding': 'identity' };

/** Fetches files over http: retries what may pass, checks what arrives, gives up when told to. */
export class HttpClient {
  readonly #signal: AbortSignal | undefined;
  readonly #patience: Required<HttpPatience>;
  readonly #proxies: ProxySettings | undefined;
  /** Servers that could not be reached, with the reason: they are not waited for again. */
  readonly #unreachable = new Map<string, BuildError>();
  /** The first request to each server, when it is over. */
  readonly #first = new Map<string, Promise<void>>();

  constructor({ signal, patience, proxies }: HttpClientOptions = {}) {
    this.#signal = signal;
    this.#proxies = proxies;
    this.#patience = { attempts: 4, retryDelay: 300, idleTimeout: 30_000, ...patience };
  }

  /**
   * Gets a file whole.
   *
   * @throws BuildError `E_HTTP_STATUS` (an {@link HttpStatusError}), `E_HTTP_UNREACHABLE`,
   * `E_HTTP_SIZE` or `E_HTTP_HASH`, and the reason of the signal when that is aborted
   */
  async get(
    url: string,
    expected: Expected,
    headers: Record<string, string> = {},
  ): Promise<Buffer> {
    return this.#attempts(url, async (idle) => {
      const response = await this.#fetch(url, {
        headers: { ...IDENTITY, ...headers },
        signal: idle.signal,
      });
      return readBody(url, response, expected, idle);
    });
  }

  /**
   * Hash and size of a file, which is read and not kept.
   *
   * @throws BuildError as {@link get}
   */
  async digest(
    url: string,
    maxBytes: number,
    headers: Record<string, string> = {},
  ): Promise<FileDigest> {
    return this.#attempts(url, (idle) =>
      this.#read(url, maxBytes, idle, async () => {}, { headers }),
    );
  }

  /**
   * Gets a file into one of this machine, whatever its size, without holding it in memory.
   *
   * @param path of the file, which is made or replaced
   * @throws BuildError as {@link get}
   */
  async save(
    url: string,
    path: string,
    maxBytes: number,
    options: SaveOptions = {},
  ): Promise<FileDigest> {
    return this.#attempts(url, async (idle) => {
      const file = await open(path, 'w', 0o600);
      try {
        const write = async (chunk: Uint8Array) => {
          await file.writeFile(chunk);
        };
        return await this.#read(url, maxBytes, idle, write, options);
      } finally {
        await file.close();
      }
    });
  }

  async #read(
    url: string,
    maxBytes: number,
    idle: IdleTimer,
    take: (chunk: Uint8Array) => Promise<void>,
    { algorithm, headers = {} }: SaveOptions = {},
  ): Promise<FileDigest> {
    const response = await this.#fetch(url, {
      headers: { ...IDENTITY, ...headers },
      signal: idle.signal,
    });
    const hash = createHash('sha256');
    const other = algorithm === undefined ? undefined : createHash(algorithm);
    let size = 0;
    for await (const chunk of bodyOf(url, response, maxBytes, idle)) {
      hash.update(chunk);
      other?.update(chunk);
      size += chunk.byteLength;
      await take(chunk);
    }
    const sha256 = hash.digest('hex');
    return { size, sha256, ...(other === undefined ? {} : { hash: other.digest('base64') }) };
  }

  /**
   * Asks for a file without getting it: its size, or undefined where the server does not say. It is
   * a request for the first byte: after `HEAD`, servers tend to close the connection, or refuse it.
   */
  async probe(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ size: number | undefined }> {
    return this.#attempts(url, async (idle) => {
      const response = await this.#fetch(url, {
        headers: { ...IDENTITY, range: 'bytes=0-0', ...headers },
        signal: idle.signal,
      });
      await response.body?.cancel();
      const length =
        response.status === 206
          ? /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
          : response.headers.get('content-length');
      return { size: length === null || length === undefined ? undefined : Number(length) };
    });
  }

  async #fetch(url: string, init: FetchInit): Promise<Response> {
    const response = await proxiedFetch(url, init, this.#proxies);
    await checkStatus(url, response);
    return response;
  }

  /** The first request to a server goes alone: where that is down, it is found out only once. */
  async #attempts<T>(url: string, attempt: (idle: IdleTimer) => Promise<T>): Promise<T> {
    const { origin } = new URL(url);
    const first = this.#first.get(origin);
    if (first !== undefined) {
      await first;
      return this.#attemptsOf(origin, url, attempt);
    }
    const work = this.#attemptsOf(origin, url, attempt);
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#first.set(origin, settled);
    return work;
  }

  async #attemptsOf<T>(
    origin: string,
    url: string,
    attempt: (idle: IdleTimer) => Promise<T>,
  ): Promise<T> {
    const { attempts, retryDelay: baseDelay, idleTimeout } = this.#patience;
    for (let count = 1; ; count += 1) {
      this.#signal?.throwIfAborted();
      const known = this.#unreachable.get(origin);
      if (known !== undefined) throw known;
      const idle = new IdleTimer(idleTimeout, this.#signal);
      let failure: BuildError;
      try {
        return await attempt(idle);
      } catch (error) {
        this.#signal?.throwIfAborted();
        if (BuildError.is(error) && !(error instanceof HttpStatusError)) throw error;
        failure = error instanceof HttpStatusError ? error : networkError(url, error, idle.isOver);
      } finally {
        idle.stop();
      }
      const delay = retryDelay(failure, count, baseDelay);
      if (delay === undefined || count >= attempts) {
        if (isServerDown(failure)) this.#unreachable.set(origin, failure);
        throw failure;
      }
      await sleep(
        delay,
        undefined,
        this.#signal === undefined ? {} : { signal: this.#signal },
      ).catch(() => this.#signal?.throwIfAborted());
    }
  }
}

/** Aborts an attempt after a time without progress, and when the whole work is aborted. */
class IdleTimer {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  isOver = false;
  readonly signal: AbortSignal;

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#controller.abort();
    }, milliseconds);
    const { signal } = this.#controller;
    this.signal = outer === undefined ? signal : AbortSignal.any([signal, outer]);
  }

  progress(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

async function checkStatus(url: string, response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  throw new HttpStatusError(url, response.status, response.headers.get('retry-after'));
}

async function readBody(
  url: string,
  response: Response,
  { maxBytes, size, sha256 }: Expected,
  idle: IdleTimer,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of bodyOf(url, response, size ?? maxBytes, idle, size)) {
    length += chunk.byteLength;
    hash.update(chunk);
    chunks.push(chunk);
  }
  if (size !== undefined && length !== size) throw sizeError(url, `${length} bytes`, size, size);
  const found = hash.digest('hex');
  if (sha256 !== undefined && found !== sha256) {
    throw new BuildError('E_HTTP_HASH', `${url}: content is not the expected one`, {
      got: `sha256 ${found}`,
      expected: `sha256 ${sha256}`,
      fix: 'check the mirror: what it serves was altered, or is damaged',
    });
  }
  return Buffer.concat(chunks, length);
}

/** The chunks of an answer, none beyond the limit. */
async function* bodyOf(
  url: string,
  response: Response,
  limit: number,
  idle: IdleTimer,
  exact?: number,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of response.body ?? []) {
    idle.progress();
    length += chunk.byteLength;
    if (length > limit) throw sizeError(url, `more than ${limit} bytes`, limit, exact);
    yield chunk;
  }
}

function sizeError(url: string, got: string, limit: number, exact: number | undefined): BuildError {
  return new BuildError('E_HTTP_SIZE', `${url}: content has the wrong size`, {
    got,
    expected: exact === undefined ? `at most ${limit} bytes` : `${limit} bytes`,
    fix: 'check the mirror, or try again',
  });
}
