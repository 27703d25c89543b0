import type { Handlers } from '../rpc/server';

/** placeholder */
export function authHandlers(): Handlers {
  return {};
}
