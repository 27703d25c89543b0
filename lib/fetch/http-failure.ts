import { STATUS_CODES } from 'node:http';
import { BuildError, describeCause } from '../errors';
import { ProxyError } from '../proxy';

/** A server answered, and not with what was asked for. */
export class HttpStatusError extends BuildError {
  readonly status: number;
  /** The header `Retry-After`, as sent. */
  readonly retryAfter: string | null;

  constructor(url: string, status: number, retryAfter: string | null = null) {
    super(
      'E_HTTP_STATUS',
      `${url}: server answered ${status} ${STATUS_CODES[status] ?? ''}`.trim(),
      {
        got: `status ${status}`,
        expected: 'status 200',
      },
    );
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The connection failed, or broke off, or brought nothing for too long. */
export function networkError(url: string, cause: unknown, isTimeout: boolean): BuildError {
  return new BuildError('E_HTTP_UNREACHABLE', `${url}: server cannot be reached`, {
    got: isTimeout ? 'no answer in time' : describeCause(cause),
    expected: 'an answer',
    fix:
      cause instanceof ProxyError
        ? 'check HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or try again later'
        : 'check the network and the proxy settings, or try again later',
    cause,
  });
}

/** True where no connection came about, so that no other request to the server would fare better. */
export function isServerDown({ code, details }: BuildError): boolean {
  return (
    code === 'E_HTTP_UNREACHABLE' &&
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|CERT|status 407/.test(
      describeCause(details.cause),
    )
  );
}

/**
 * Milliseconds to wait before another attempt, or undefined where none can help.
 *
 * @param count attempts made so far
 */
export function retryDelay(
  failure: BuildError,
  count: number,
  baseDelay: number,
): number | undefined {
  const backoff = baseDelay * 2 ** (count - 1) * (0.75 + Math.random() / 2);
  if (failure instanceof HttpStatusError) {
    const mayPass = failure.status === 408 || failure.status === 429 || failure.status >= 500;
    if (!mayPass || failure.status === 501) return undefined;
    const asked = parseRetryAfter(failure.retryAfter);
    return asked === undefined ? backoff : Math.min(Math.max(asked, backoff), MAX_WAIT_MS);
  }
  // A name that does not exist will not exist in a second either.
  return /ENOTFOUND|ERR_INVALID_URL|CERT|SELF_SIGNED|UNABLE_TO_|status 407/.test(
    describeCause(failure.details.cause),
  )
    ? undefined
    : backoff;
}

const MAX_WAIT_MS = 60_000;

/** Seconds, or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const wait = Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}
