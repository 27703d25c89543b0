import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import { type Handlers, unaryHandler } from '../rpc/server';

/** Largest secret that daemons take. */
export const MAX_SECRET_BYTES = 500 * 1024;

/** Serves secrets by id; an id that is not there is NOT_FOUND, which a step may allow. */
export function secretHandlers(secrets: Readonly<Record<string, Uint8Array>>): Handlers {
  const byId = new Map(Object.entries(secrets));
  return unaryHandler(SESSION.getSecret, ({ id }) => {
    const data = byId.get(id);
    if (data === undefined) throw new RpcError(RPC.NOT_FOUND, `secret "${id}" was not given`);
    return { data };
  });
}
