import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BuildError } from '../errors';
import { askCredentialHelper } from './credential-helper';
import type { CredentialLookup, Credentials } from './credentials';
import { DOCKER_HUB_HOSTS } from './login-command';

/** Where the Docker configuration is looked for. */
export interface DockerConfigOptions {
  /**
   * Its folder is `DOCKER_CONFIG`, else `.docker` in the home folder. What `DOCKER_AUTH_CONFIG` holds
   * comes before it.
   *
   * @default process.env
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The name under which `docker login` keeps Docker Hub. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/**
 * Credentials as `docker login` keeps them, and whatever form a registry's key has: helpers of single registries, then the helper for all,
 * then the file itself. The file is read at the first question; where there is none, nobody is
 * logged in.
 */
export function dockerCredentials({
  env = process.env,
}: DockerConfigOptions = {}): CredentialLookup {
  let config: Promise<DockerConfig> | undefined;
  return async (host, signal) => {
    const given = env.DOCKER_AUTH_CONFIG;
    const fromEnv = given ? parseConfig(given, 'DOCKER_AUTH_CONFIG') : undefined;
    const found = fromEnv && fromAuths(fromEnv, host);
    if (found !== undefined) return found;
    config ??= readConfig(configPath(env));
    return lookUp(await config, host, env, signal);
  };
}

interface DockerConfig {
  readonly path: string;
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore: string | undefined;
}

function configPath(env: Readonly<Record<string, string | undefined>>): string {
  const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  return join(folder, 'config.json');
}

async function readConfig(path: string): Promise<DockerConfig> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unusable(path, message);
    return { path, auths: {}, credHelpers: {}, credsStore: undefined };
  }
  return parseConfig(text, path);
}

function parseConfig(text: string, path: string): DockerConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable(path, 'it is not JSON'); // the parser's message may quote a secret
  }
  const config = asRecord(json);
  const { credsStore } = config;
  return {
    path,
    auths: asRecord(config.auths),
    credHelpers: asRecord(config.credHelpers),
    credsStore: typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined,
  };
}

const unusable = (path: string, reason: string) =>
  new BuildError('E_CREDENTIALS', `Docker configuration ${path} cannot be read: ${reason}`);

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};

async function lookUp(
  config: DockerConfig,
  host: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
): Promise<Credentials | undefined> {
  const key = DOCKER_HUB_HOSTS.includes(host) ? DOCKER_HUB_KEY : host;
  const [own = key] = keysOf(config.credHelpers, host);
  const helper = config.credHelpers[own] ?? config.credsStore;
  if (typeof helper === 'string' && helper !== '') {
    const found = await askCredentialHelper(helper, key, { env, signal });
    if (found !== undefined) return found;
  }
  return fromAuths(config, host);
}

function fromAuths({ auths, path }: DockerConfig, host: string): Credentials | undefined {
  for (const key of keysOf(auths, host)) {
    const credentials = fromEntry(asRecord(auths[key]), path, key);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** The keys that mean a registry: the one that `docker login` writes, its name, other forms. */
function keysOf(record: Readonly<Record<string, unknown>>, host: string): readonly string[] {
  const hosts = DOCKER_HUB_HOSTS.includes(host) ? DOCKER_HUB_HOSTS : [host.toLowerCase()];
  const rank = (key: string) => (key === DOCKER_HUB_KEY ? 0 : key === host ? 1 : 2);
  return Object.keys(record)
    .filter((key) => hosts.includes(hostOf(key)))
    .sort((a, b) => rank(a) - rank(b));
}

/**
 * `r.example:5000` of `https://r.example:5000/v1/` and `r.example:5000/me`.
 *
 * @see docker/cli `config/credentials.ConvertToHostname`, to which upper case matters
 */
const hostOf = (key: string): string =>
  key
    .replace(/^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?/i, '')
    .replace(/[/?#].*$/s, '')
    .toLowerCase();

function fromEntry(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  key: string,
): Credentials | undefined {
  const text = (name: string): string => {
    const value = entry[name];
    return typeof value === 'string' ? value : '';
  };
  const [identityToken, registryToken] = [text('identitytoken'), text('registrytoken')];
  const tokens = {
    ...(identityToken ? { identityToken } : {}),
    ...(registryToken ? { registryToken } : {}),
  };
  const auth = text('auth');
  if (auth === '') {
    const [username, password] = [text('username'), text('password')];
    if (!password && !identityToken && !registryToken) return undefined;
    return { username, password, ...tokens };
  }
  const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon < 0) throw unusable(path, `"auth" of "${key}" is not base64 of user:password`);
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1), ...tokens };
}
