import { describeCause } from '../errors';

/** A request failed on its way by a proxy: the proxy is named, without its user and password. */
export class ProxyError extends Error {
  /** @param reason what was thrown, or said */
  constructor(proxy: string, reason: unknown) {
    const text = describeCause(reason);
    const status = /Proxy .*\((\d{3})\)/.exec(text)?.[1];
    super(`proxy ${proxy}: ${status === undefined ? text : answered(status)}`);
    this.name = 'ProxyError';
  }

  /** The proxy lets nobody through whom it does not know. */
  static authentication(proxy: string): ProxyError {
    return new ProxyError(proxy, answered('407'));
  }
}

function answered(status: string): string {
  const wanted = status === '407' ? ', it asks for a user and password' : '';
  return `it answered status ${status}${wanted}`;
}
