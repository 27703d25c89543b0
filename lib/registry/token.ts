import type { Credentials } from './credentials';
import { request } from './http';
import { loginCommand } from './login-command';
import { readBody } from './read-body';
import { RegistryError } from './registry-error';
import { isLoopback } from './registry-url';

/** What a registry asks for when it answers 401 with a Bearer challenge. */
export interface TokenRequest {
  /** The registry, such as `registry.example.org:5000`. */
  readonly host: string;
  /** Address of the token server. */
  readonly realm: string;
  readonly service: string;
  readonly scopes: readonly string[];
  readonly clientId?: string;
}

/** A bearer token for a registry. */
export interface Token {
  readonly token: string;
  /** Seconds from `issuedAt`, or from now. */
  readonly expiresIn: number;
  /** Seconds since the epoch. */
  readonly issuedAt?: number;
}

/** What the specification assumes where a token server does not say. */
const DEFAULT_EXPIRES_IN = 60;
const MAX_TOKEN_BYTES = 1024 * 1024;
const CLIENT_ID = 'buildkit-cdk';

/**
 * Gets a token: with credentials by OAuth2, or by the older GET where a server does not know that;
 * without credentials by GET.
 *
 * @throws RegistryError `E_REGISTRY_AUTH`, `E_REGISTRY`
 * @see https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/
 */
export async function fetchToken(
  asked: TokenRequest,
  credentials: Credentials | undefined,
  signal?: AbortSignal,
): Promise<Token> {
  if (credentials?.registryToken) {
    return { token: credentials.registryToken, expiresIn: DEFAULT_EXPIRES_IN };
  }
  if (credentials === undefined) return getToken(asked, undefined, signal);
  refuseToTell(asked);
  try {
    return await postToken(asked, credentials, signal);
  } catch (error) {
    const status = error instanceof RegistryError ? error.status : undefined;
    const mayKnowGet = status === 401 || status === 404 || (status === 405 && credentials.username);
    if (!mayKnowGet || credentials.identityToken) throw error;
    return getToken(asked, credentials, signal);
  }
}

async function postToken(
  { host, realm, service, scopes, clientId }: TokenRequest,
  { username, password, identityToken }: Credentials,
  signal: AbortSignal | undefined,
): Promise<Token> {
  const form = new URLSearchParams({ client_id: clientId || CLIENT_ID, service });
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  if (identityToken) {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', identityToken);
  } else {
    form.set('grant_type', 'password');
    form.set('username', username);
    form.set('password', password);
  }
  const url = parseRealm(realm);
  const response = await request(url.href, { method: 'POST', body: form, signal });
  return readToken(response, { host, server: url.host, signal });
}

async function getToken(
  { host, realm, service, scopes }: TokenRequest,
  credentials: Credentials | undefined,
  signal: AbortSignal | undefined,
): Promise<Token> {
  const url = parseRealm(realm);
  if (service) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const headers: Record<string, string> = credentials ? { authorization: basic(credentials) } : {};
  const response = await request(url.href, { headers, signal });
  return readToken(response, { host, server: url.host, signal });
}

/** A registry names any server as its realm. What goes to it can be read by all on the way. */
function refuseToTell({ host, realm }: TokenRequest): void {
  const { hostname, protocol } = parseRealm(realm);
  const isOwn = new URL(`http://${host}`).hostname === hostname;
  if (protocol === 'https:' || isOwn || isLoopback(hostname)) return;
  throw new RegistryError('E_REGISTRY_AUTH', `no login is sent to ${realm} for ${host}`, {
    got: 'a token server on another host, without TLS',
    expected: 'https, or the registry itself',
    fix: `ask who runs ${host} for a token server with TLS`,
  });
}

function parseRealm(realm: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new RegistryError('E_REGISTRY_AUTH', `token server "${realm}" is not an address`);
}

/** Who asked for a token, and whom. */
interface TokenSource {
  readonly host: string;
  readonly server: string;
  readonly signal: AbortSignal | undefined;
}

async function readToken(
  response: Response,
  { host, server, signal }: TokenSource,
): Promise<Token> {
  if (!response.ok) {
    await response.body?.cancel();
    const { status } = response;
    const isRefusal = status < 500 && status !== 429;
    const code = isRefusal ? 'E_REGISTRY_AUTH' : 'E_REGISTRY';
    throw new RegistryError(code, `token server ${server} answers with ${status}`, {
      got: `HTTP status ${status}`,
      fix: isRefusal ? `run "${loginCommand(host)}"` : 'try again later',
      status,
    });
  }
  const body = await readBody(response, { host: server, maxBytes: MAX_TOKEN_BYTES, signal });
  const answer = parseJson(body);
  const fields = new Map(
    typeof answer === 'object' && answer !== null ? Object.entries(answer) : [],
  );
  const token: unknown = fields.get('token') || fields.get('access_token');
  if (typeof token !== 'string' || token === '') {
    throw new RegistryError('E_REGISTRY_AUTH', `token server ${server} gave no token`);
  }
  const expiresIn = Number(fields.get('expires_in'));
  const issuedAt = Date.parse(String(fields.get('issued_at')));
  return {
    token,
    expiresIn: expiresIn > 0 ? expiresIn : DEFAULT_EXPIRES_IN,
    ...(Number.isNaN(issuedAt) ? {} : { issuedAt: Math.floor(issuedAt / 1000) }),
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The header for user and password. */
export const basic = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
