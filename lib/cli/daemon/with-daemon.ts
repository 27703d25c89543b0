import { openConnection } from '../../build/solve/open-connection';
import type { Connection } from '../../client';
import { readTls } from '../build/settings';
import type { CommandContext } from '../context';

/** Does something with the daemon that the command line names, or that is found. */
export async function withDaemon<T>(
  context: CommandContext,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { env, options, signal } = context;
  const tls = await readTls(context);
  const connection = await openConnection({ address: options.last('addr'), env, signal, tls });
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}
