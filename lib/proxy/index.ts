export { type FetchInit, proxiedFetch } from './proxied-fetch';
export { ProxyError } from './proxy-error';
export {
  type HttpProxy,
  type ProxySettings,
  proxyChoice,
  readProxySettings,
} from './proxy-settings';
