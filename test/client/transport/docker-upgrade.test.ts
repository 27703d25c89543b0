import { connect, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { startHttp2 } from '../../../lib/client/rpc/http2/start';
import { HandshakeError } from '../../../lib/client/rpc/transport';
import { upgradeToDockerGrpc } from '../../../lib/client/transport/docker-upgrade';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

let behave: (socket: Socket) => void = () => {};
let port = 0;
beforeAll(async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  closers.push(() => new Promise((resolve) => server.close(resolve)));
});

const open = () =>
  new Promise<Socket>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    closers.push(() => socket.destroy());
  });

const PING = 'HTTP/1.1 200 OK\r\nServer: Docker/28.5.2 (linux)\r\nContent-Length: 0\r\n\r\n';
const SWITCH = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
const never = new AbortController().signal;

/** Answers each request with the next text, in pieces of so many bytes. */
const answering =
  (texts: readonly string[], size = Number.POSITIVE_INFINITY) =>
  (socket: Socket): void => {
    let next = 0;
    socket.setNoDelay(true);
    socket.on('data', async () => {
      const bytes = Buffer.from(texts[next++] ?? '', 'latin1');
      for (let at = 0; at < bytes.length; at += size) {
        socket.write(bytes.subarray(at, at + size));
        await new Promise(setImmediate);
      }
    });
  };

const upgrade = async (signal = never) => upgradeToDockerGrpc(await open(), signal);

test('an engine is understood wherever its answers are cut, and tells its version', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (size) => {
      behave = answering([PING, SWITCH], size);

      expect(await upgrade()).toEqual({ engineVersion: '28.5.2' });
    }),
    { numRuns: 25 },
  );
});

test('what follows the upgrade at once is the first of HTTP/2', async () => {
  behave = answering([PING, `${SWITCH}first bytes`]);
  const socket = await open();

  await upgradeToDockerGrpc(socket, never);

  const bytes = await new Promise<Buffer>((resolve) => socket.once('data', resolve).resume());
  expect(String(bytes)).toBe('first bytes');
});

test('an answer that ends at any byte is none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(PING.length - 1), fc.boolean(), async (cut, isSecond) => {
      const [text, before] = isSecond ? [SWITCH, [PING]] : [PING, []];
      behave = (socket) => {
        let requests = 0;
        socket.on('data', () => {
          const whole = before[requests++];
          if (whole !== undefined) socket.write(whole);
          else socket.end(text.slice(0, Math.min(cut, text.length - 1)));
        });
      };

      await expect(upgrade()).rejects.toBeInstanceOf(HandshakeError);
    }),
    { numRuns: 30 },
  );
});

test.each([
  [
    'closes after the first answer',
    (socket: Socket) => socket.once('data', () => socket.end(PING)),
  ],
  ['is reset', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
  ['answers without end', (socket: Socket) => void socket.write(`HTTP/1.1 ${'x'.repeat(40_000)}`)],
  ['speaks another protocol', (socket: Socket) => void socket.write('SSH-2.0-x\r\n\r\n')],
  [
    'speaks HTTP/2',
    (socket: Socket) => void socket.write(Buffer.from('00001204000000000000', 'hex')),
  ],
])('a side that %s is no engine', async (_, how) => {
  behave = how;

  await expect(upgrade()).rejects.toBeInstanceOf(HandshakeError);
});

test.each([
  [PING.replace('Docker/28.5.2 (linux)', 'nginx'), SWITCH, '"nginx", not Docker Engine'],
  [PING.replace(/Server.*\r\n/, ''), SWITCH, '"HTTP/1.1 200 OK", not Docker Engine'],
  [PING.replace('Docker/', 'X-Docker/'), SWITCH, 'not Docker Engine'],
  [
    PING,
    'HTTP/1.1 403 \x1b[31mNo\x07\r\n\r\n',
    'refuses "POST /grpc" with "HTTP/1.1 403 ?[31mNo?"',
  ],
  [PING, PING, 'refuses "POST /grpc" with "HTTP/1.1 200 OK"'],
])('a server of %j and %j is refused with what it said', async (first, second, message) => {
  behave = answering([first, second]);

  await expect(upgrade()).rejects.toThrow(message);
});

test.each([
  ['Docker/dev', ''],
  ['Docker/27.0.0-rc.1 (linux)', '27.0.0-rc.1'],
  ['Docker/', ''],
])('an engine that calls itself %j has the version %j', async (name, version) => {
  behave = answering([PING.replace('Docker/28.5.2 (linux)', name), SWITCH]);

  expect(await upgrade()).toEqual({ engineVersion: version });
});

test.each(['before any answer', 'within an answer', 'before the upgrade'])(
  'an abort %s ends it with its reason',
  async (when) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let seen = 0;
    behave = (socket) =>
      socket.on('data', () => {
        seen++;
        if (when === 'within an answer') socket.write(PING.slice(0, 20));
        if (when === 'before the upgrade' && seen === 1) return void socket.write(PING);
        setImmediate(() => controller.abort(reason));
      });

    await expect(upgrade(controller.signal)).rejects.toBe(reason);
  },
);

describe('HTTP/2', () => {
  /** The frame of settings that each side begins with. */
  const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

  test('has begun when the other side has told its settings', async () => {
    behave = (socket) => void socket.write(SETTINGS);

    const session = await startHttp2(await open(), never);

    expect(session.closed).toBe(false);
    session.destroy();
  });

  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a cut frame', SETTINGS.subarray(0, 5)],
    ['an answer of HTTP/1.1', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['data before settings', Buffer.from([0, 0, 1, 0, 0, 0, 0, 0, 1, 0])],
    ['settings of a stream', Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 1])],
    ['zeros', Buffer.alloc(100)],
  ])('is not what begins with %s', async (_, bytes) => {
    behave = (socket) => void socket.end(bytes);

    await expect(startHttp2(await open(), never)).rejects.toBeInstanceOf(HandshakeError);
  });

  test('is given up with the reason of an abort', async () => {
    behave = () => {};
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 20);

    await expect(startHttp2(await open(), controller.signal)).rejects.toBe(reason);
  });
});
