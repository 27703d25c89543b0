import { BuildError } from '../../errors';
import { RpcError } from '../rpc/rpc-error';

/** The error for a connection that broke while it was in use. */
export function connectionLost(where: string, error: RpcError): BuildError {
  return new BuildError('E_DAEMON_LOST', `connection to the daemon at ${where} was lost`, {
    got: error.message,
    fix: 'look at the log of the daemon and build again; finished steps are cached',
    cause: error,
  });
}

/** What a call other than a solve failed with, in terms of the library. */
export function callError(where: string, error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  if (error.isTransport) return connectionLost(where, error);
  const message = `daemon at ${where} does not do what was asked: ${error.message}`;
  return new BuildError('E_DAEMON_PROTOCOL', message, { got: error.message, cause: error });
}
