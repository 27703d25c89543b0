import type { Dispatcher } from 'undici';
import { ProxyError } from './proxy-error';
import {
  type HttpProxy,
  type ProxyChoice,
  type ProxySettings,
  proxyChoice,
} from './proxy-settings';

/** What requests need of the options of `fetch`. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

/**
 * `fetch`, by the proxies of the settings where there are any. That of Node knows none before
 * version 24; the client that does is loaded where it is needed.
 *
 * @throws BuildError `E_ENVIRONMENT_FORMAT` where a proxy is named by no URL; a
 * {@link ProxyError} where that does not bring an answer; else what `fetch` throws
 */
export async function proxiedFetch(
  url: string,
  init: FetchInit,
  settings: ProxySettings = {},
): Promise<Response> {
  if (settings.http === undefined && settings.https === undefined) return fetch(url, init);
  const key = JSON.stringify(settings);
  const fetching = FETCHES.get(key) ?? makeFetch(proxyChoice(settings));
  FETCHES.set(key, fetching);
  return (await fetching)(url, init);
}

type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** By the settings: connections are kept open for the next request. */
const FETCHES = new Map<string, Promise<Fetch>>();

/** Asks anew at each redirect, which may lead to a host of another proxy, or of none. */
async function makeFetch(choose: ProxyChoice): Promise<Fetch> {
  const { Agent, ProxyAgent, fetch } = await import('undici');
  const agents = new Map<string, Dispatcher>();
  const agentOf = ({ url, authorization }: HttpProxy): Dispatcher => {
    const agent =
      agents.get(url) ??
      new ProxyAgent({
        uri: url,
        ...(authorization === undefined ? {} : { token: authorization }),
        // Proxies that do not let just anything through know requests for http URLs.
        proxyTunnel: false,
      });
    agents.set(url, agent);
    return agent;
  };
  const dispatcher = new Agent().compose((direct) => (options, handler) => {
    const proxy = choose(new URL(`${options.origin}`));
    return proxy === undefined
      ? direct(options, handler)
      : agentOf(proxy).dispatch(options, handler);
  });
  return async (url, init) => {
    const proxy = choose(new URL(url));
    let response: Response;
    try {
      response = await fetch(url, { ...init, dispatcher });
    } catch (error) {
      init.signal?.throwIfAborted();
      throw proxy === undefined ? error : new ProxyError(proxy.url, error);
    }
    if (proxy === undefined || response.status !== 407) return response;
    await response.body?.cancel();
    throw ProxyError.authentication(proxy.url);
  };
}
