export type { CredentialLookup, Credentials } from './credentials';
export { type DockerConfigOptions, dockerCredentials } from './docker-config';
export { type IndexSummary, readIndexSummary } from './index-summary';
export { type Manifest, RegistryClient, type RegistryClientOptions } from './registry-client';
export { RegistryError } from './registry-error';
export { fetchToken, type Token, type TokenRequest } from './token';
