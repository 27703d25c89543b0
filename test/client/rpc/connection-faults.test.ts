import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect as connectSocket, createServer as createTcpServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { RpcChannel } from '../../../lib/client/rpc/channel';
import { frame } from '../../../lib/client/rpc/http2/frame';
import { Http2Transport } from '../../../lib/client/rpc/http2/transport';
import { method } from '../../../lib/client/rpc/method';
import { RPC } from '../../../lib/client/rpc/rpc-error';
import { BytesMessage } from '../../../lib/pb/generated/client';

const METHOD = method('/test.Service/Method', BytesMessage, BytesMessage);
const OK = { ':status': 200, 'content-type': 'application/grpc' };
const ANSWER = frame(BytesMessage.encode({ data: Buffer.alloc(500, 7) }).finish());

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function portOf(server: Http2Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

type Serve = (stream: ServerHttp2Stream, session: ServerHttp2Session) => void;

/** A server that does this with each call. */
async function serve(behaviour: Serve, settings = {}): Promise<number> {
  const server = createServer({ settings });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('stream', (stream) => {
      stream.on('error', () => {});
      behaviour(stream, session);
    });
  });
  const port = await portOf(server);
  closers.push(() => {
    for (const session of sessions) session.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return port;
}

function channelTo(port: number): { channel: RpcChannel; session: ClientHttp2Session } {
  const session = connect(`http://127.0.0.1:${port}`);
  const channel = new RpcChannel(new Http2Transport(session, 'localhost'));
  closers.push(() => channel.close());
  return { channel, session };
}

const answer: Serve = (stream) => {
  stream.respond(OK, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(ANSWER);
};

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  );

/** Gives a client only so many bytes of what a server says. */
async function cutAfter(bytes: number, target: number): Promise<number> {
  const server = createTcpServer((client) => {
    const upstream = connectSocket(target, '127.0.0.1');
    let left = bytes;
    const both: readonly Socket[] = [client, upstream];
    for (const socket of both) {
      socket.on('error', () => {});
      socket.on('close', () => both.map((other) => other.destroy()));
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      const part = chunk.subarray(0, left);
      left -= part.length;
      client.write(part);
      if (left === 0) client.end();
    });
  });
  const port = await portOf(server);
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return port;
}

test('a connection that is cut after any byte fails the call, and never answers in part', async () => {
  const target = await serve(answer);
  await fc.assert(
    fc.asyncProperty(fc.nat(540), async (bytes) => {
      const { channel } = channelTo(await cutAfter(bytes, target));

      const error = await failure(channel.unary(METHOD, {}));

      expect(error).toMatchObject({ name: 'RpcError' });
      expect([RPC.UNAVAILABLE, RPC.INTERNAL]).toContain(error.code);
      expect(await failure(channel.unary(METHOD, {}))).toMatchObject({
        code: RPC.UNAVAILABLE,
        isTransport: true,
      });
      channel.close();
    }),
    { numRuns: 25 },
  );
});

test('any one byte of an answer that is another gives an answer or an error, and ends', async () => {
  const target = await serve(answer);
  await fc.assert(
    fc.asyncProperty(fc.nat(120), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const server = createTcpServer((client) => {
        const upstream = connectSocket(target, '127.0.0.1');
        let seen = 0;
        for (const socket of [client, upstream]) socket.on('error', () => {});
        client.on('close', () => upstream.destroy());
        upstream.on('close', () => client.destroy());
        client.pipe(upstream);
        upstream.on('data', (chunk: Buffer) => {
          const index = at - seen;
          if (index >= 0 && index < chunk.length) chunk[index] = (chunk[index] ?? 0) ^ flip;
          seen += chunk.length;
          client.write(chunk);
        });
      });
      const { channel } = channelTo(await portOf(server));
      // A frame that became longer than it is leaves the call waiting for its rest.
      const ended = await failure(channel.unary(METHOD, {}, { timeoutMs: 150 }));

      if (ended !== undefined) expect(ended).toMatchObject({ name: 'RpcError' });
      channel.close();
      server.close();
    }),
    { numRuns: 15 },
  );
});

describe('a server that goes away in order (GOAWAY)', () => {
  test('answers the call that runs, and takes no other', async () => {
    const port = await serve((stream, session) => {
      session.goaway(constants.NGHTTP2_NO_ERROR, 0x7fffffff);
      setImmediate(() => answer(stream, session));
    });
    const { channel, session } = channelTo(port);
    const first = channel.unary(METHOD, {});
    await once(session, 'goaway');

    expect((await first).data).toHaveLength(500);
    expect(channel.isOpen).toBe(false);
    expect(await failure(channel.unary(METHOD, {}))).toMatchObject({
      code: RPC.UNAVAILABLE,
      isTransport: true,
      message: expect.stringContaining('connection lost'),
    });
  });

  test.each([
    ['an error', constants.NGHTTP2_INTERNAL_ERROR],
    ['too many pings', constants.NGHTTP2_ENHANCE_YOUR_CALM],
  ])('for %s fails the call that runs', async (_, code) => {
    const port = await serve((_stream, session) => session.goaway(code, 0));
    const { channel } = channelTo(port);

    expect(await failure(channel.unary(METHOD, {}))).toMatchObject({ name: 'RpcError' });
    expect(channel.isOpen).toBe(false);
  });
});

describe('flow control', () => {
  test('at the edge: windows of one byte carry a request and an answer whole', async () => {
    const received: Buffer[] = [];
    const port = await serve(
      async (stream, session) => {
        for await (const chunk of stream) received.push(chunk);
        answer(stream, session);
      },
      { initialWindowSize: 1 },
    );
    const { channel } = channelTo(port);
    const data = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));

    const { data: got } = await channel.unary(METHOD, { data });

    expect(got).toHaveLength(500);
    expect(Buffer.concat(received)).toEqual(frame(BytesMessage.encode({ data }).finish()));
  });

  test('holds a sender whose other side does not read, and lets it go on', async () => {
    let resume: () => void = () => {};
    const port = await serve((stream, session) => {
      stream.pause();
      resume = () => {
        stream.resume();
        stream.once('end', () => answer(stream, session));
      };
    });
    const { channel } = channelTo(port);
    const call = channel.open(METHOD.path);
    let waits: Promise<void> | undefined;
    let sent = 0;
    // As soon as there is something to wait for, nothing more is sent.
    while (waits === undefined && sent < 10_000) {
      waits = call.send(Buffer.alloc(50_000)) ?? undefined;
      sent++;
    }
    expect(sent).toBeLessThan(100);
    expect(call.send(Buffer.alloc(1))).toBe(waits);
    await new Promise((resolve) => setTimeout(resolve, 50));
    resume();

    await waits;
    call.endRequests();
    const answers: Buffer[] = [];
    for await (const message of call.messages()) answers.push(message);
    expect(answers).toHaveLength(1);
  });

  test('does not keep a call from ending that nobody takes requests of', async () => {
    const port = await serve((stream) => stream.pause());
    const { channel } = channelTo(port);
    const call = channel.open(METHOD.path);
    let waits: Promise<void> | undefined;
    for (let sent = 0; waits === undefined && sent < 10_000; sent++) {
      waits = call.send(Buffer.alloc(50_000)) ?? undefined;
    }

    call.cancel();

    await expect(waits).rejects.toMatchObject({ code: RPC.CANCELLED });
    await expect(call.send(Buffer.alloc(1))).rejects.toMatchObject({ code: RPC.CANCELLED });
  });
});

test('a status before all requests were sent ends the call, and its sender', async () => {
  const port = await serve((stream) => {
    stream.respond({ ...OK, 'grpc-status': '7', 'grpc-message': 'enough' }, { endStream: true });
    stream.close(constants.NGHTTP2_NO_ERROR);
  });
  const { channel } = channelTo(port);
  const call = channel.open(METHOD.path);
  const sending = (async () => {
    for (let index = 0; index < 1000; index++) await call.send(Buffer.alloc(100_000));
  })().catch((error) => error);

  const read = (async () => {
    for await (const _ of call.messages()) throw new Error('no answer was sent');
  })();

  await expect(read).rejects.toMatchObject({ code: 7, message: 'enough' });
  expect(await sending).toMatchObject({ code: RPC.CANCELLED });
});

test.each([8_000, 60_000])('a status with a header of %i bytes is told whole', async (length) => {
  const message = 'x'.repeat(length);
  const port = await serve((stream) =>
    stream.respond({ ...OK, 'grpc-status': '3', 'grpc-message': message }, { endStream: true }),
  );
  const { channel } = channelTo(port);

  expect(await failure(channel.unary(METHOD, {}))).toMatchObject({ code: 3, message });
});

test('calls side by side each get their own answer, whatever order they come in', async () => {
  const waiting: { stream: ServerHttp2Stream; id: number }[] = [];
  const port = await serve(async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const { data } = BytesMessage.decode(Buffer.concat(chunks).subarray(5));
    waiting.push({ stream, id: data[0] ?? -1 });
    if (waiting.length < 50) return;
    for (const one of waiting.reverse()) {
      const headers = { ...OK, 'grpc-status': '9', 'grpc-message': `${one.id}` };
      one.stream.respond(headers, { endStream: true });
    }
  });
  const { channel } = channelTo(port);

  const errors = await Promise.all(
    Array.from({ length: 50 }, (_, id) => failure(channel.unary(METHOD, { data: Buffer.of(id) }))),
  );

  expect(errors.map(({ message }) => message)).toEqual(errors.map((_, id) => `${id}`));
});

test('a reader that stops early ends the call on the other side, and not the connection', async () => {
  let closed: (code: number) => void = () => {};
  const isClosed = new Promise<number>((resolve) => {
    closed = resolve;
  });
  let calls = 0;
  const port = await serve((stream, session) => {
    if (calls++ > 0) return answer(stream, session);
    stream.respond(OK);
    stream.once('close', () => closed(stream.rstCode ?? -1));
    for (let index = 0; index < 20; index++) stream.write(ANSWER);
  });
  const { channel } = channelTo(port);

  for await (const { data } of channel.serverStream(METHOD, {})) {
    expect(data).toHaveLength(500);
    break;
  }

  await isClosed;
  expect((await channel.unary(METHOD, {})).data).toHaveLength(500);
});

test('closing the channel fails what runs, and may be done again', async () => {
  const port = await serve(() => {});
  const { channel } = channelTo(port);
  const running = failure(channel.unary(METHOD, {}));
  channel.close();
  channel.close();

  expect(await running).toMatchObject({ code: RPC.UNAVAILABLE, isTransport: true });
  expect(channel.isOpen).toBe(false);
});
