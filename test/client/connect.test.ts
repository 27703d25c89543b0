import { chmodSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { status as grpcStatus } from '@grpc/grpc-js';
import { type ConnectOptions, connect as connectBy } from '../../lib/client/connect';
import { CONTROL } from '../../lib/client/daemon/services';
import { requireSupported } from '../../lib/client/daemon/version';
import { BuildError } from '../../lib/errors';
import { describeWith } from '../support/engine';
import { type Done, infoMethod, PATHS, startFakeDaemon } from '../support/fake-daemon';
import { temporaryFolder } from '../support/temporary-folder';
import { TRANSPORTS } from '../support/transports';

const folder = temporaryFolder('connect');
const closers: (() => unknown)[] = [];
let sockets = 0;
const socketPath = () => join(folder, `s${sockets++}.sock`);

afterAll(() => Promise.all(closers.map((close) => close())));

async function daemon(...args: Parameters<typeof startFakeDaemon>): Promise<string> {
  const { address, close } = await startFakeDaemon(...args);
  closers.push(close);
  return address;
}

/** Something that answers a connection in its own way. */
async function peer(onConnection: (socket: Socket) => void, path = socketPath()): Promise<string> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  closers.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `unix://${path}`;
}

async function failure(work: Promise<unknown>): Promise<BuildError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe.each(TRANSPORTS)('over %s', (_, transport) => {
  const connect = (address: string, options: ConnectOptions = {}) =>
    connectBy(address, { ...options, transport });

  describe.each([
    ['a unix socket', () => daemon(infoMethod('v0.32.2'), socketPath())],
    ['tcp', () => daemon(infoMethod('v0.32.2'))],
  ])('a daemon on %s', (_, start) => {
    test('tells its version', async () => {
      const connection = await connect(await start());

      expect(await connection.info()).toEqual({
        version: 'v0.32.2',
        package: 'github.com/moby/buildkit',
        revision: 'abc',
        isDocker: false,
      });
      connection.close();
    });
  });

  test('the workers tell whether the daemon is Docker Engine', async () => {
    const answer = CONTROL.listWorkers.encodeResponse({
      record: [
        {
          id: 'w1',
          labels: { 'org.mobyproject.buildkit.worker.moby.host-gateway-ip': '10.0.0.1' },
          platforms: [
            { os: 'linux', architecture: 'amd64' },
            { os: 'linux', architecture: 'arm', variant: 'v7' },
          ],
        },
      ],
    });
    const methods = {
      ...infoMethod('v0.25.0'),
      [PATHS.listWorkers]: (_call: unknown, done: Done) => done(null, Buffer.from(answer)),
    };
    const connection = await connect(await daemon(methods));

    expect(await connection.info()).toEqual({
      version: 'v0.25.0',
      package: 'github.com/moby/buildkit',
      revision: 'abc',
      isDocker: true,
    });
    expect(await connection.workers()).toMatchObject([
      {
        id: 'w1',
        platforms: [
          { os: 'linux', architecture: 'amd64' },
          { os: 'linux', architecture: 'arm', variant: 'v7' },
        ],
      },
    ]);
    connection.close();
  });

  describe('rejects', () => {
    test.each(['v0.16.0', 'v0.9.3', '0.11.6'])(
      'a daemon of version %s as too old',
      async (version) => {
        const error = await failure(connect(await daemon(infoMethod(version))));

        expect(error.code).toBe('E_DAEMON_TOO_OLD');
        expect(error.message).toContain(`too old: BuildKit ${version}`);
        expect(error.details.expected).toContain('0.17 or newer');
      },
    );

    test.each(['v0.17.0', 'v1.0.0', 'v0.0.0+unknown', '', 'devel'])(
      'no daemon of version %j',
      async (version) => {
        (await connect(await daemon(infoMethod(version)))).close();
      },
    );

    test('a daemon that does not know the Info call as too old', async () => {
      const unknown = {
        [PATHS.info]: (_call: unknown, done: Done) =>
          done({ code: grpcStatus.UNIMPLEMENTED, details: 'unknown method Info' }),
      };
      const error = await failure(connect(await daemon(unknown)));

      expect(error.code).toBe('E_DAEMON_TOO_OLD');
    });

    test('a socket that is not there, saying so and what to do', async () => {
      const error = await failure(connect(`unix://${folder}/nowhere.sock`));

      expect(error.code).toBe('E_DAEMON_UNREACHABLE');
      expect(error.message).toBe(
        `no BuildKit daemon at unix://${folder}/nowhere.sock: the socket does not exist`,
      );
      expect(error.details.fix).toContain('BUILDKIT_HOST');
    });

    test('a port that nobody listens on', async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const bound = server.address();
      await new Promise((resolve) => server.close(resolve));
      const port = typeof bound === 'object' ? bound?.port : 0;

      const error = await failure(connect(`tcp://127.0.0.1:${port}`));

      expect(error.code).toBe('E_DAEMON_UNREACHABLE');
      expect(error.message).toContain('nobody listens there');
    });

    test('a socket that this user may not open', async () => {
      const path = socketPath();
      const address = await peer(() => {}, path);
      chmodSync(folder, 0o755);
      chmodSync(path, 0o600);
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.(65534);
      else chmodSync(path, 0);
      try {
        const error = await failure(connect(address));

        expect(error.code).toBe('E_DAEMON_PERMISSION');
        expect(error.message).toBe(`daemon socket ${address} may not be opened`);
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    });

    test.each([
      ['garbage', (socket: Socket) => socket.end(Buffer.alloc(4096, 0x5a))],
      ['a line of another protocol', (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
      ['nothing, closing at once', (socket: Socket) => socket.end()],
      ['a reset', (socket: Socket) => socket.destroy()],
    ])('what answers with %s', async (_, answer) => {
      const error = await failure(connect(await peer(answer)));

      expect(error.code).toBe('E_DAEMON_PROTOCOL');
      expect(error.message).toMatch(/^no BuildKit answers at unix:/);
    });

    test('what never answers, after the time given', async () => {
      const error = await failure(connect(await peer(() => {}), { timeoutMs: 300 }));

      expect(error.code).toBe('E_DAEMON_PROTOCOL');
      expect(error.message).toContain('no answer within 0.3 s');
    });

    test('an HTTP server that is no Docker Engine, naming it', async () => {
      const path = socketPath();
      const server = createHttpServer((_, response) => {
        response.setHeader('Server', 'Libpod/5.0.0').end();
      });
      await new Promise<void>((resolve) => server.listen(path, resolve));
      closers.push(() => new Promise((resolve) => server.close(resolve)));

      const error = await failure(connect(`unix://${path}`));

      expect(error.code).toBe('E_DAEMON_PROTOCOL');
      expect(error.message).toContain('"Libpod/5.0.0", not Docker Engine');
    });

    test('a Docker Engine without BuildKit', async () => {
      const address = await peer((socket) => {
        socket.on('data', (data) => {
          const head = data.toString().slice(0, 4);
          if (head !== 'HEAD') return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
          return socket.write('HTTP/1.1 200 OK\r\nServer: Docker/17.0.0 (linux)\r\n\r\n');
        });
      });

      const error = await failure(connect(address));

      expect(error.code).toBe('E_DAEMON_PROTOCOL');
      expect(error.message).toContain('refuses "POST /grpc" with "HTTP/1.1 404 Not Found"');
    });

    test.each([
      ['27.3.1', true],
      ['26.1.5+dfsg1', true],
      ['27.4.0', false],
      ['28.5.2+dfsg4', false],
      ['dev', false],
    ])('Docker Engine %s, when its BuildKit does not say: %s', (engineVersion, isRejected) => {
      const check = () => requireSupported({ version: 'v0.0.0+unknown', engineVersion }, 'here');

      if (isRejected)
        expect(check).toThrow(`daemon at here is too old: Docker Engine ${engineVersion}`);
      else expect(check).not.toThrow();
    });

    test('to connect once the signal is aborted, with the reason of the abort', async () => {
      const controller = new AbortController();
      const pending = connect(await peer(() => {}), { signal: controller.signal });
      setTimeout(() => controller.abort(new Error('enough')), 50);

      await expect(pending).rejects.toThrow('enough');
    });
  });

  describeWith(['engine'], 'the Docker Engine', ({ engine }) => {
    test('is reached through its API socket, and tells its version', async () => {
      const connection = await connect(engine.address);

      const info = await connection.info();
      const [worker] = await connection.workers();

      expect(info.isDocker).toBe(engine.docker !== undefined);
      expect(info.package).toContain('buildkit');
      if (info.isDocker) expect(info.engineVersion).toMatch(/^\d+\.\d+/);
      expect(worker?.platforms[0]).toMatchObject({ os: 'linux' });
      connection.close();
    });
  });

  describeWith(['buildkitd'], 'the standalone buildkitd', ({ buildkitd }) => {
    test('is reached, and tells its version', async () => {
      const connection = await connect(buildkitd.address);

      const info = await connection.info();

      expect(info).toMatchObject({ isDocker: false, package: 'github.com/moby/buildkit' });
      expect(info.version).toMatch(/^v0\.\d+\.\d+/);
      connection.close();
    });
  });
});
