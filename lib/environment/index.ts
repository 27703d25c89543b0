export { type CachePlace, parseCachePlaces } from './cache-place';
export { type Environment, type EnvironmentSources, loadEnvironment } from './environment';
export { ENVIRONMENT_FILE } from './environment-file';
export type { GoProxies, GoProxyServer } from './go-proxies';
export { authorizationFor, type Login } from './logins';
export { MIRRORED_ARCHIVES, type Mirrors, parseMirrorList } from './mirrors';
export { parseSecretSource, type SecretSource } from './secret-source';
export type { SpecPlace } from './spec-place';
export { parseSshSource, type SshSource } from './ssh-source';
