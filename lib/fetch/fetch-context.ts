import type { Environment } from '../environment';
import { FileCache } from './file-cache';
import { HttpClient, type HttpPatience } from './http-client';

/** What everything that fetches works with. */
export interface FetchContext {
  readonly environment: Environment;
  readonly http: HttpClient;
  /** For Debian archives, which apt may name proxies for. */
  readonly archiveHttp: HttpClient;
  readonly cache: FileCache;
  readonly signal: AbortSignal | undefined;
  /** Tells the user something, once. */
  readonly say: (message: string) => void;
}

/** Options of everything that reads from outside. */
export interface FetchOptions {
  readonly environment: Environment;
  /** Called with what the user should know, one line at a time. */
  readonly onMessage?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long and how often servers are tried. */
  readonly patience?: HttpPatience;
}

/** Makes the tools of one run. */
export function fetchContext({
  environment,
  onMessage,
  signal,
  patience,
}: FetchOptions): FetchContext {
  const said = new Set<string>();
  const options = {
    ...(signal === undefined ? {} : { signal }),
    ...(patience === undefined ? {} : { patience }),
  };
  const { proxies } = environment;
  let archiveHttp: HttpClient | undefined;
  return {
    environment,
    http: new HttpClient({ ...options, proxies }),
    get archiveHttp() {
      const { archiveProxies = proxies } = environment;
      archiveHttp ??= new HttpClient({ ...options, proxies: archiveProxies });
      return archiveHttp;
    },
    cache: new FileCache(environment.cacheFolder),
    signal,
    say: (message) => {
      if (said.has(message)) return;
      said.add(message);
      onMessage?.(message);
    },
  };
}
