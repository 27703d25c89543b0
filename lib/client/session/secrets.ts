import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import { type Handlers, unaryHandler } from '../rpc/server';

/** Largest secret that daemons take. */
export const MAX_SECRET_BYTES = 500 * 1024;

/** Content of a secret, or a function that is called whenever a step asks for it. */
export type SecretValue = SecretContent | (() => SecretContent | Promise<SecretContent>);

/** Content of a secret: bytes, or a text, which is sent as UTF-8. */
export type SecretContent = string | Uint8Array;

/** Serves secrets by id; an id that is not there is NOT_FOUND, which a step may allow. */
export function secretHandlers(secrets: Readonly<Record<string, SecretValue>>): Handlers {
  const byId = new Map(Object.entries(secrets));
  return unaryHandler(SESSION.getSecret, async ({ id }) => {
    const value = byId.get(id);
    if (value === undefined) throw new RpcError(RPC.NOT_FOUND, `secret "${id}" was not given`);
    const data = Buffer.from(typeof value === 'function' ? await fetchSecret(id, value) : value);
    if (data.length <= MAX_SECRET_BYTES) return { data };
    throw new RpcError(
      RPC.INVALID_ARGUMENT,
      `secret "${id}" has ${data.length} bytes, more than the ${MAX_SECRET_BYTES} that daemons take`,
    );
  });
}

async function fetchSecret(
  id: string,
  fetch: Extract<SecretValue, () => unknown>,
): Promise<SecretContent> {
  try {
    return await fetch();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // Not NOT_FOUND: a step that can do without the secret would be built without it.
    throw new RpcError(RPC.FAILED_PRECONDITION, `secret "${id}" cannot be had: ${reason}`, {
      cause,
    });
  }
}
