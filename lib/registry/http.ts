import { RegistryError } from './registry-error';

const TIMEOUT_MS = 30_000;

/** A request, as far as registries need it. */
export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One HTTP request. Redirects are followed, without the authorization where they lead to another
 * host, which is how registries hand out blobs.
 *
 * @throws RegistryError `E_REGISTRY` when there is no answer; the reason of an abort
 */
export async function request(url: string, options: RequestOptions = {}): Promise<Response> {
  const { signal, ...rest } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(url, {
      ...rest,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    signal?.throwIfAborted();
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
