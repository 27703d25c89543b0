import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { CertificateAuthority } from '../../../support/certificate-authority';
import { temporaryFolder } from '../../../support/temporary-folder';

jest.setTimeout(120_000);

const SOURCES = resolve(__dirname, '../../../../constructs/image/probe');
const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) process.stderr.write('skipped: the probe as a program: there is no "go"\n');

/** A server, told by its port; closed after the test. */
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: Server, path?: string): Promise<number> {
  // The probe hangs up where it has seen enough.
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
  closing.push(() => server.close());
  await new Promise<void>((done) =>
    path === undefined ? server.listen(0, '127.0.0.1', done) : server.listen(path, done),
  );
  const address = server.address();
  return typeof address === 'string' || address === null ? 0 : address.port;
}

(hasGo ? describe : describe.skip)('the probe', () => {
  const folder = temporaryFolder('probe');
  const authorityFolder = temporaryFolder('probe-authority');

  beforeAll(() => {
    for (const [name, tags] of [
      ['probe', []],
      ['probe-tls', ['-tags=tls']],
    ] as const) {
      const output = join(folder, name);
      execFileSync('go', ['build', '-trimpath', ...tags, '-o', output, '.'], {
        cwd: SOURCES,
        env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'local' },
      });
    }
  });

  const ask = (args: readonly string[], { env = {}, program = 'probe' } = {}) =>
    new Promise<{ code: number | null; said: string }>((done) => {
      const child = spawn(join(folder, program), args, { env });
      let said = '';
      child.stdout.on('data', (bytes: Buffer) => {
        said += bytes.toString();
      });
      child.on('close', (code) => done({ code, said }));
    });

  const HEALTHY = { code: 0, said: '' };
  const unhealthy = (said: string) => ({ code: 1, said: expect.stringContaining(said) });

  test.each([
    [200, true],
    [204, true],
    [302, true],
    [399, true],
    [400, false],
    [404, false],
    [500, false],
    [503, false],
  ])('takes an answer of %d over http for %p', async (status, healthy) => {
    const asked: unknown[] = [];
    const server = createHttpServer((request, response) => {
      asked.push([request.method, request.url, request.headers.host]);
      response.writeHead(status, { location: '/elsewhere' }).end('hello');
    });
    const port = await listening(server);

    expect(await ask(['http', `http://127.0.0.1:${port}/health?deep=1`])).toEqual(
      healthy ? HEALTHY : unhealthy(`answered ${status}`),
    );
    expect(asked).toEqual([['GET', '/health?deep=1', `127.0.0.1:${port}`]]);
  });

  test('asks what the variables of the container say', async () => {
    const port = await listening(createHttpServer((_, response) => response.end()));
    const target = 'http://${HOST}:${PORT}/';

    expect(await ask(['http', target], { env: { HOST: 'localhost', PORT: `${port}` } })).toEqual(
      HEALTHY,
    );
    expect(await ask(['http', target], { env: { HOST: 'localhost' } })).toEqual(
      unhealthy('the variable "PORT" is not set'),
    );
  });

  test('asks over TLS without a look at names, where it was made for it', async () => {
    const authority = new CertificateAuthority(authorityFolder, 'probe');
    const { cert, key } = authority.issue('service.example.org', ['DNS:service.example.org']);
    const port = await listening(createHttpsServer({ cert, key }, (_, response) => response.end()));
    const args = ['http', `https://127.0.0.1:${port}/`];

    expect(await ask(args, { program: 'probe-tls' })).toEqual(HEALTHY);
    expect(await ask(args)).toEqual(unhealthy('without TLS'));
  });

  test('connects over tcp and to a socket, and says who does not answer', async () => {
    const port = await listening(createServer((socket) => socket.end()));
    const path = join(folder, 'socket');
    await listening(
      createServer((socket) => socket.end()),
      path,
    );

    expect(await ask(['tcp', `127.0.0.1:${port}`])).toEqual(HEALTHY);
    expect(await ask(['unix', path])).toEqual(HEALTHY);
    expect(await ask(['tcp', '127.0.0.1:1'])).toEqual(unhealthy('connection refused'));
    expect(await ask(['unix', `${path}.none`])).toEqual(unhealthy('no such file'));
  });

  test('waits no longer than it is told', async () => {
    const port = await listening(createServer(() => undefined));

    expect(await ask(['http', `http://127.0.0.1:${port}/`, '300ms'])).toEqual(
      unhealthy('i/o timeout'),
    );
  });

  test.each([
    'nonsense\n',
    'HTTP/1.1\r\n',
    '',
    `HTTP/1.1 ${'9'.repeat(30)}\r\n`,
    '\0'.repeat(5000),
  ])('is told by %p that it is no answer', async (text) => {
    const port = await listening(createServer((socket) => socket.end(text)));

    expect((await ask(['http', `http://127.0.0.1:${port}/`])).code).toBe(1);
    expect((await ask(['rtsp', `rtsp://127.0.0.1:${port}/`])).code).toBe(1);
    expect((await ask(['grpc', `127.0.0.1:${port}`])).code).toBe(1);
  });

  test('asks a server of streams for its methods', async () => {
    const server = createServer((socket) =>
      socket.once('data', (bytes) => {
        const known = bytes.toString().startsWith('OPTIONS rtsp://127.0.0.1:');
        socket.end(`RTSP/1.0 ${known ? '200 OK' : '400 Bad Request'}\r\nCSeq: 1\r\n\r\n`);
      }),
    );
    const port = await listening(server);

    expect(await ask(['rtsp', `rtsp://127.0.0.1:${port}/`])).toEqual(HEALTHY);
  });

  test.each([
    [0, true],
    [2, false],
    [3, false],
    [5, false],
  ])('takes an answer of code %d over DNS for %p', async (code, healthy) => {
    const socket = createSocket('udp4');
    const asked: string[] = [];
    socket.on('message', (question, { port }) => {
      asked.push(question.subarray(12).toString('latin1'));
      const answer = Buffer.from(question);
      answer[2] = 0x81;
      answer[3] = 0x80 | code;
      socket.send(answer, port, '127.0.0.1');
    });
    closing.push(() => socket.close());
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    const { port } = socket.address() as AddressInfo;

    expect(await ask(['dns', `dns://127.0.0.1:${port}/www.example.org?type=AAAA`])).toEqual(
      healthy ? HEALTHY : unhealthy(`code ${code}`),
    );
    expect(asked).toEqual(['\x03www\x07example\x03org\0\0\x1c\0\x01']);
  });

  test.each([
    ['', 1, true],
    ['my.Service', 1, true],
    ['', 2, false],
    ['', 0, false],
  ])('asks a server of gRPC for %p, which answers %d', async (service, status, healthy) => {
    const asked: string[] = [];
    const server = new GrpcServer();
    // The one message of each: a text, or a number, in field 1.
    server.addService(
      {
        check: {
          path: '/grpc.health.v1.Health/Check',
          requestStream: false,
          responseStream: false,
          requestDeserialize: (bytes: Buffer) => ({ service: bytes.subarray(2).toString() }),
          requestSerialize: ({ service: text }: { service: string }) => Buffer.from(text),
          responseSerialize: (value: number) => Buffer.from(value === 0 ? [] : [8, value]),
          responseDeserialize: (bytes: Buffer) => bytes[1] ?? 0,
        },
      },
      {
        check: (
          call: { request: { service: string } },
          answer: (error: null, value: number) => void,
        ) => {
          asked.push(call.request.service);
          answer(null, status);
        },
      },
    );
    closing.push(() => server.forceShutdown());
    const port = await new Promise<number>((done, fail) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? done(bound) : fail(error),
      ),
    );
    const target = `127.0.0.1:${port}${service === '' ? '' : `/${service}`}`;

    expect(await ask(['grpc', target])).toEqual(
      healthy ? HEALTHY : unhealthy(`answered with status ${status}`),
    );
    expect(asked).toEqual([service]);
  });

  test('says of a server of gRPC without health that it has none', async () => {
    const server = new GrpcServer();
    closing.push(() => server.forceShutdown());
    const port = await new Promise<number>((done) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) =>
        done(bound),
      ),
    );

    expect(await ask(['grpc', `127.0.0.1:${port}`])).toEqual(unhealthy('no grpc.health.v1.Health'));
  });

  test('says what it cannot ask', async () => {
    expect(await ask([])).toEqual(unhealthy('usage: probe KIND TARGET'));
    expect(await ask(['ftp', 'x'])).toEqual(unhealthy('there is no probe "ftp"'));
    expect(await ask(['http', 'ftp://127.0.0.1/'])).toEqual(unhealthy('no http or https URL'));
    expect(await ask(['http', 'http://127.0.0.1/', 'soon'])).toEqual(unhealthy('"soon"'));
  });
});
