import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import fc from 'fast-check';
import { FrameReader, frame } from '../../../lib/client/rpc/http2/frame';
import { method } from '../../../lib/client/rpc/method';
import { RPC, RpcError } from '../../../lib/client/rpc/rpc-error';
import {
  type Handlers,
  type ServerCall,
  serveConnection,
  unaryHandler,
} from '../../../lib/client/rpc/server';
import { BytesMessage } from '../../../lib/pb/generated/client';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Serves handlers on a port. */
async function serve(handlers: Handlers): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serveConnection(socket, handlers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** A peer that may say whatever it likes. */
async function peerOf(handlers: Handlers, settings = {}): Promise<ClientHttp2Session> {
  const session = connect(`http://${await serve(handlers)}`, { settings });
  session.on('error', () => {});
  closers.push(() => session.destroy());
  return session;
}

interface Ended {
  readonly status: string | undefined;
  readonly message: string;
  readonly messages: readonly string[];
}

function begin(session: ClientHttp2Session, path: string, more: OutgoingHttpHeaders = {}) {
  const stream = session.request({ ':method': 'POST', ':path': path, te: 'trailers', ...more });
  stream.on('error', () => {});
  return stream;
}

async function ended(stream: ClientHttp2Stream): Promise<Ended> {
  const reader = new FrameReader();
  const messages: string[] = [];
  let trailers: IncomingHttpHeaders = {};
  stream.once('trailers', (headers) => {
    trailers = headers;
  });
  stream.on('data', (chunk: Buffer) => {
    messages.push(...reader.push(chunk).map((message) => message.toString()));
  });
  await once(stream, 'close');
  const message = decodeURIComponent(String(trailers['grpc-message'] ?? ''));
  return { status: trailers['grpc-status'] as string | undefined, message, messages };
}

const echo = async (call: ServerCall) => {
  for await (const message of call.messages()) await call.send(message);
};

test('requests are read as they were sent, wherever they are cut', async () => {
  const session = await peerOf({ '/echo': echo });
  const message = fc.string({ maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), fc.nat(30), async (sent, size) => {
      const wire = Buffer.concat(sent.map((one) => frame(Buffer.from(one))));
      const stream = begin(session, '/echo');
      const end = ended(stream);
      for (let at = 0; at < wire.length; at += size + 1) {
        stream.write(wire.subarray(at, at + size + 1));
        await new Promise(setImmediate);
      }
      stream.end();

      expect(await end).toEqual({ status: '0', message: '', messages: sent });
    }),
    { numRuns: 40 },
  );
});

test('requests that end within a message are an error, whatever was answered before', async () => {
  const session = await peerOf({ '/echo': echo });
  const wire = Buffer.concat([frame(Buffer.from('one')), frame(Buffer.from('second'))]);
  const whole = frame(Buffer.from('one')).length;
  for (let cut = 0; cut <= wire.length; cut++) {
    const stream = begin(session, '/echo');
    const end = ended(stream);
    stream.end(wire.subarray(0, cut));

    const isWhole = [0, whole, wire.length].includes(cut);
    expect(await end).toEqual({
      status: isWhole ? '0' : '13',
      message: isWhole ? '' : 'requests ended within a message',
      messages: cut < whole ? [] : cut < wire.length ? ['one'] : ['one', 'second'],
    });
  }
});

test.each(['/no.Such/Method', '/', '/constructor', '/echo/', '/ECHO'])(
  'the method %s, which nobody serves, is not there',
  async (path) => {
    const session = await peerOf({ '/echo': echo });
    const stream = begin(session, path);
    const end = ended(stream);
    stream.end(frame(Buffer.from('x')));

    expect(await end).toEqual({ status: '12', message: `no method ${path}`, messages: [] });
  },
);

test('a status has its message whole, in any script', async () => {
  let message = '';
  const client = new Client(
    await serve({
      '/fail': async () => {
        throw new RpcError(RPC.NOT_FOUND, message);
      },
    }),
    credentials.createInsecure(),
  );
  closers.push(() => client.close());
  const same = (bytes: Buffer) => bytes;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (text) => {
      message = text;
      const error = await new Promise<ServiceError | null>((resolve) => {
        client.makeUnaryRequest('/fail', same, same, Buffer.alloc(0), (failed) => resolve(failed));
      });

      expect(error?.code).toBe(5);
      // A lone percent sign makes grpc-js give up on the whole: it must never be there.
      expect(error?.details).toBe(Buffer.from(text).toString());
    }),
    { numRuns: 12 },
  );
});

describe('a method of one request and one response', () => {
  const METHOD = method('/one', BytesMessage, BytesMessage);
  const handlers = unaryHandler(METHOD, ({ data }) => ({ data: Buffer.from(data).reverse() }));
  const request = frame(BytesMessage.encode({ data: Buffer.from('abc') }).finish());
  const response = Buffer.from(BytesMessage.encode({ data: Buffer.from('cba') }).finish());

  test.each<[string, Buffer, Partial<Ended>]>([
    ['one request', request, { status: '0', messages: [String(response)] }],
    ['none', Buffer.alloc(0), { status: '13', message: 'call ended without a request' }],
    [
      'a second one',
      Buffer.concat([request, request]),
      { status: '0', messages: [String(response)] },
    ],
    ['no protobuf', frame(Buffer.from([0x0a, 0x7f])), { status: '2', messages: [] }],
    ['half of one', request.subarray(0, 8), { status: '13' }],
  ])('given %s ends with what it should', async (_, body, expected) => {
    const session = await peerOf(handlers);
    const stream = begin(session, '/one');
    const end = ended(stream);
    stream.end(body);

    expect(await end).toMatchObject(expected);
  });

  test('answers before the other side ends its requests', async () => {
    const session = await peerOf(handlers);
    const stream = begin(session, '/one');
    const end = ended(stream);
    stream.write(request);
    stream.once('trailers', () => stream.end());

    expect(await end).toMatchObject({ status: '0', messages: [String(response)] });
  });

  test('goes on for other calls when one has been reset', async () => {
    const session = await peerOf(handlers);
    const lost = begin(session, '/one');
    lost.write(request.subarray(0, 3));
    lost.close(constants.NGHTTP2_CANCEL);
    const stream = begin(session, '/one');
    const end = ended(stream);
    stream.end(request);

    expect(await end).toMatchObject({ status: '0' });
  });
});

test('a handler is told of a reset, and its reading and its sending fail', async () => {
  let told: (seen: readonly unknown[]) => void = () => {};
  const seen = new Promise<readonly unknown[]>((resolve) => {
    told = resolve;
  });
  const session = await peerOf({
    '/wait': async (call) => {
      const read = await (async () => {
        for await (const _ of call.messages());
      })().catch((error) => error);
      const sent = await Promise.resolve(call.send(Buffer.from('x'))).catch((error) => error);
      told([read?.code, sent?.code, call.signal.aborted]);
    },
  });
  const stream = begin(session, '/wait');
  stream.write(frame(Buffer.from('x')));
  stream.once('response', () => stream.destroy(new Error('broken off')));

  expect(await seen).toEqual([RPC.CANCELLED, RPC.CANCELLED, true]);
});

test('a client with a window of one byte gets the whole answer', async () => {
  const text = 'some answer of more than a byte';
  const session = await peerOf(
    { '/long': async (call) => void (await call.send(Buffer.from(text))) },
    { initialWindowSize: 1 },
  );
  const stream = begin(session, '/long');
  const end = ended(stream);
  stream.end();

  expect(await end).toEqual({ status: '0', message: '', messages: [text] });
});

test('metadata keeps names in lower case, all values, and their order', async () => {
  let seen: ReadonlyMap<string, readonly string[]> = new Map();
  const session = await peerOf({
    '/list': async ({ metadata }) => {
      seen = metadata;
    },
  });
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).map((text) => `x-${text}`);
  const value = fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/);
  const lists = fc.dictionary(name, fc.array(value, { minLength: 1, maxLength: 5 }), {
    maxKeys: 5,
  });
  await fc.assert(
    fc.asyncProperty(lists, async (given) => {
      const stream = begin(session, '/list', { ...given });
      const end = ended(stream);
      stream.end();
      await end;

      expect(Object.fromEntries([...seen].filter(([key]) => key.startsWith('x-')))).toEqual({
        ...given,
      });
    }),
    { numRuns: 40 },
  );
});
