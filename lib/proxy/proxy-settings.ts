import { BuildError } from '../errors';
import { isLoopback, parseNoProxy } from './no-proxy';

/** Proxies as the variables of a process name them. */
export interface ProxySettings {
  /** For `http` URLs, as written. @default - they are fetched directly */
  readonly http?: string;
  /** For `https` URLs, as written. @default - they are fetched directly */
  readonly https?: string;
  /** Hosts that are reached directly, with the syntax of `NO_PROXY`. @default '' */
  readonly except?: string;
}

/** A server that requests are sent to in the place of their own. */
export interface HttpProxy {
  /** `http://proxy.example:3128`: without credentials, so that it can be shown. */
  readonly url: string;
  /** The header `Proxy-Authorization`; undefined where the proxy was named without a user. */
  readonly authorization?: string;
}

/** The proxy of a URL, or undefined where that is reached directly. */
export type ProxyChoice = (url: URL) => HttpProxy | undefined;

/**
 * Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. In lower case they go first, as with curl and git;
 * what is empty is not set.
 *
 * @param env variables of the process
 */
export function readProxySettings(
  env: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  const read = (name: string) => env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
  const [http, https, except] = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map(read);
  return {
    ...(http === undefined ? {} : { http }),
    ...(https === undefined ? {} : { https }),
    ...(except === undefined ? {} : { except }),
  };
}

/**
 * Tells which URL goes by which proxy. This machine itself never does, as with Go's programs.
 *
 * @throws BuildError `E_ENVIRONMENT_FORMAT` where a proxy is named by no URL
 */
export function proxyChoice({ http, https, except = '' }: ProxySettings): ProxyChoice {
  const byProtocol = new Map([
    ['http:', http === undefined ? undefined : parseProxy(http, 'http')],
    ['https:', https === undefined ? undefined : parseProxy(https, 'https')],
  ]);
  const exempts = parseNoProxy(except);
  return ({ hostname, port, protocol }) => {
    const proxy = byProtocol.get(protocol);
    const number = Number(port) || (protocol === 'https:' ? 443 : 80);
    return isLoopback(hostname) || exempts(hostname, number) ? undefined : proxy;
  };
}

/** `proxy.example:3128` stands for a `http` URL. No error quotes it: it may hold a password. */
function parseProxy(text: string, protocol: string): HttpProxy {
  const named = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(named) ? new URL(named) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new BuildError(
      'E_ENVIRONMENT_FORMAT',
      `what is named for a proxy of ${protocol} is none`,
      {
        got: url === undefined ? 'text that is no URL' : `a URL of ${url.protocol.slice(0, -1)}`,
        expected: 'an http or https URL: "http://proxy.example:3128"',
        fix: `correct ${protocol.toUpperCase()}_PROXY, or Acquire::${protocol}::Proxy of apt`,
      },
    );
  }
  if (url.username === '') return { url: url.origin };
  const user = [url.username, url.password].map(decoded).join(':');
  return {
    url: url.origin,
    authorization: `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** A percent sign of a password that nobody encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
