import { BuildError } from '../errors';
import { proxiedFetch, readProxySettings } from '../proxy';
import { RegistryError } from './registry-error';

/** How long a registry may be silent. */
export const TIMEOUT_MS = 30_000;

/** A request, as far as registries need it. */
export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes to no other address: a redirect is then the answer. */
  readonly body?: URLSearchParams | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal | undefined;
  /** True where `signal` ends what falls silent. @default false: all of it must come in 30 s */
  readonly isWatched?: boolean;
}

/**
 * One HTTP request. Redirects are followed, without the authorization where they lead to another
 * host, which is how registries hand out blobs.
 *
 * @throws RegistryError `E_REGISTRY` when there is no answer; the reason of an abort
 */
export async function request(url: string, options: RequestOptions = {}): Promise<Response> {
  const { isWatched = false, signal, ...rest } = options;
  const signals = [signal ?? [], isWatched ? [] : AbortSignal.timeout(TIMEOUT_MS)].flat();
  try {
    const init = {
      ...rest,
      ...(rest.body === undefined ? {} : { redirect: 'manual' as const }),
      signal: AbortSignal.any(signals),
    };
    return await proxiedFetch(url, init, readProxySettings(process.env));
  } catch (error) {
    signal?.throwIfAborted();
    if (BuildError.is(error)) throw error;
    const { host } = new URL(url);
    throw new RegistryError('E_REGISTRY', `no answer from ${host}: ${reasonOf(error)}`, {
      got: reasonOf(error),
      cause: error,
    });
  }
}

/** `fetch` says "fetch failed", and hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = asError(error);
  const { message: reason, code } = asError(cause);
  return reason || code || message || 'no reason given';
}

const asError = (value: unknown): { message?: string; code?: string; cause?: unknown } =>
  typeof value === 'object' && value !== null ? value : {};
