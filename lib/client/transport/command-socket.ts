import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { BuildError } from '../../errors';
import { removeTemporarySync, temporaryFolder } from '../../files/temporary';
import type { CommandAddress } from './command-address';

/** What a program says on stderr is of use in an error, up to this much. */
const MAX_STDERR_BYTES = 4096;

/** A connection through a program, and what the program had to say. */
export interface CommandSocket {
  readonly socket: Socket;
  /** Why there is no daemon at its other end, once the connection has broken off. */
  unreachable(cause: unknown): Promise<BuildError>;
}

/**
 * Starts the program of an address, whose stdin and stdout are the other end of the socket. Its end
 * is the connection's end, and the other way round.
 *
 * The program is in a session of its own: Ctrl-C is for us alone, who still have to cancel.
 */
export async function openCommandSocket(address: CommandAddress): Promise<CommandSocket> {
  const { args, program } = address;
  const [socket, theirs] = await socketPair();
  const child = spawn(program, args, { stdio: [theirs, theirs, 'pipe'], detached: true });
  theirs.destroy();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR_BYTES);
  });
  socket.once('close', () => child.kill());
  const end = new Promise<string>((done) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ENOENT' ? `there is no program "${program}"` : error.message);
    });
    child.once('close', (code, signal) => {
      const last = stderr.trim().split('\n').at(-1);
      done(last || `"${program}" ended with ${signal ?? `exit code ${code}`}`);
    });
  });
  return {
    socket,
    async unreachable(cause) {
      socket.destroy();
      return unreachable(address, await end, cause);
    },
  };
}

/** Two sockets that are each other's other end. Not a stream of ours: HTTP/2 is not safe on one. */
async function socketPair(): Promise<[Socket, Socket]> {
  const folder = temporaryFolder('buildkit-cdk');
  const path = join(folder, 'socket');
  // What arrives is for the program alone to read.
  const server = createServer({ pauseOnConnect: true });
  try {
    await once(server.listen(path), 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const socket = connect(path);
    await once(socket, 'connect');
    const [theirs] = await accepted;
    return [socket, theirs];
  } finally {
    server.close();
    removeTemporarySync(folder);
  }
}

function unreachable({ args, program, text }: CommandAddress, got: string, cause: unknown) {
  return new BuildError('E_DAEMON_UNREACHABLE', `no BuildKit daemon at ${text}: ${got}`, {
    got,
    expected: `a connection by "${[program, ...args].join(' ')}"`,
    fix: 'try that command by hand, or set --addr or BUILDKIT_HOST to another daemon',
    cause,
  });
}
