import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process between a client and a daemon on unix sockets, which can be frozen. */
export interface RelayProcess {
  readonly address: string;
  /** Keeps all connections open, and lets nothing through any more, either way. */
  freeze(): void;
  close(): Promise<void>;
}

const PROGRAM = `
const { connect, createServer } = require('node:net');
const [path, target] = process.argv.slice(1);
createServer((client) => {
  const daemon = connect(target);
  for (const socket of [client, daemon]) socket.on('error', () => {});
  client.pipe(daemon).pipe(client);
}).listen(path, () => console.log('listening'));
`;

/** Starts it at `path`, before a daemon at `unix:///…`. */
export async function startRelayProcess(path: string, daemon: string): Promise<RelayProcess> {
  const target = daemon.replace(/^unix:\/\//, '');
  const child: ChildProcess = spawn(process.execPath, ['-e', PROGRAM, path, target], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  await once(child.stdout, 'data');
  return {
    address: `unix://${path}`,
    freeze: () => void child.kill('SIGSTOP'),
    close: async () => {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
