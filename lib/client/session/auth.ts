import type { CredentialLookup, Credentials } from '../../registry/credentials';
import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import { type Handlers, unaryHandler } from '../rpc/server';
import { TokenAuthority } from './token-authority';

/**
 * Lets the daemon reach registries with this user's logins.
 *
 * Tokens are fetched here, so that no password leaves this machine; the daemon knows by a key of
 * this process that it may use a token that was fetched before. Only registries without a token
 * server get the credentials themselves.
 *
 * @param lookup asked at the first use, and once a host. @default - the Docker configuration
 */
export function authHandlers(lookup?: CredentialLookup): Handlers {
  let credentials: Promise<CredentialLookup> | undefined;
  const find = async (host: string, signal: AbortSignal): Promise<Credentials | undefined> => {
    credentials ??= cached(lookup);
    return (await credentials)(host, signal);
  };
  const authority = new TokenAuthority();
  return {
    ...unaryHandler(SESSION.credentials, async ({ host }, { signal }) => {
      const found = await find(host, signal);
      if (found === undefined) return {};
      return found.identityToken
        ? { secret: found.identityToken }
        : { username: found.username, secret: found.password };
    }),
    ...unaryHandler(SESSION.fetchToken, async (request, { signal }) => {
      const { fetchToken } = await import('../../registry/token');
      const found = await find(request.host, signal);
      try {
        return await fetchToken(request, found, signal);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new RpcError(RPC.UNAUTHENTICATED, message, { cause });
      }
    }),
    ...unaryHandler(SESSION.getTokenAuthority, async ({ host, salt }, { signal }) => {
      const hasLogin = (await find(host, signal)) !== undefined;
      return { publicKey: authority.publicKey(salt, hasLogin) };
    }),
    ...unaryHandler(SESSION.verifyTokenAuthority, async ({ host, salt, payload }, { signal }) => {
      const hasLogin = (await find(host, signal)) !== undefined;
      return { signed: authority.sign(salt, hasLogin, payload) };
    }),
  };
}

/** Most builds touch no registry: what reads logins is loaded when the daemon first asks. */
async function cached(lookup: CredentialLookup | undefined): Promise<CredentialLookup> {
  const { cachedLookup } = await import('../../registry/credentials');
  const { dockerCredentials } = await import('../../registry/docker-config');
  return cachedLookup(lookup ?? dockerCredentials());
}
