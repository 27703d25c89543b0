import { connect as connectHttp2 } from 'node:http2';
import { createServer } from 'node:net';
import {
  Client,
  credentials,
  Metadata,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import fc from 'fast-check';
import type { RpcChannel } from '../../lib/client/rpc/channel';
import { FrameReader, frame, MAX_MESSAGE_BYTES } from '../../lib/client/rpc/http2/frame';
import { method } from '../../lib/client/rpc/method';
import { RPC, RpcError } from '../../lib/client/rpc/rpc-error';
import { type Handlers, type ServerCall, serveConnection } from '../../lib/client/rpc/server';
import { BytesMessage, RpcStatus } from '../../lib/pb/generated/client';
import { type Done, PATHS, startFakeDaemon } from '../support/fake-daemon';
import { openTestChannel, TRANSPORTS } from '../support/transports';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** One path for each form of call that the fake daemon knows. */
const UNARY = method(PATHS.solve, BytesMessage, BytesMessage);
const SERVER_STREAM = method(PATHS.status, BytesMessage, BytesMessage);
const DUPLEX = PATHS.session;

const echo = (call: ServerUnaryCall<Buffer, Buffer>, done: Done) => done(null, call.request);
const bytes = (data: Uint8Array) => Buffer.from(BytesMessage.encode({ data }).finish());

describe('frames', () => {
  test('are cut out of a stream however its chunks fall', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(messages, fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (sent, sizes) => {
        let wire = Buffer.concat(sent.map((message) => frame(message)));
        const reader = new FrameReader();
        const received: Buffer[] = [];
        while (wire.length > 0) {
          const size = sizes.next().value ?? 1;
          received.push(...reader.push(wire.subarray(0, size)));
          wire = wire.subarray(size);
        }

        expect(received.map((one) => [...one])).toEqual(sent.map((one) => [...one]));
        expect(reader.isPartial).toBe(false);
      }),
    );
  });

  test('fail when they are compressed, or larger than what is allowed', () => {
    expect(() => new FrameReader().push(Buffer.from([1, 0, 0, 0, 1, 0]))).toThrow(/compressed/);
    const huge = Buffer.alloc(5);
    huge.writeUInt32BE(MAX_MESSAGE_BYTES + 1, 1);
    expect(() => new FrameReader().push(huge)).toThrow(/more than the 16777216 allowed/);
  });
});

describe.each(TRANSPORTS)('a client by %s against a server of grpc-js', (_, transport) => {
  async function channelTo(methods: Parameters<typeof startFakeDaemon>[0]): Promise<RpcChannel> {
    const { address, close } = await startFakeDaemon(methods);
    const channel = await openTestChannel(address, transport);
    closers.push(() => channel.close(), close);
    return channel;
  }

  test('sends a request and gets its response, of any size up to the limit', async () => {
    const channel = await channelTo({ [PATHS.solve]: echo });

    for (const size of [0, 1, 65_536, 3_000_000]) {
      const data = Buffer.alloc(size, 'x');
      const answer = await channel.unary(UNARY, { data });
      expect(Buffer.from(answer.data).equals(data)).toBe(true);
    }
  });

  test('sends repeated metadata as it is', async () => {
    let seen: unknown[] = [];
    const channel = await channelTo({
      [PATHS.solve]: (call: ServerUnaryCall<Buffer, Buffer>, done: Done) => {
        seen = call.metadata.get('x-list');
        done(null, Buffer.alloc(0));
      },
    });

    await channel.unary(UNARY, {}, { metadata: { 'x-list': ['a', 'b', 'c'] } });

    expect(seen.flatMap((value) => String(value).split(', '))).toEqual(['a', 'b', 'c']);
  });

  test('reads a stream of responses, and keeps pace with a slow consumer', async () => {
    const count = 500;
    const channel = await channelTo({
      [PATHS.status]: async (call: ServerWritableStream<Buffer, Buffer>) => {
        for (let index = 0; index < count; index++) {
          const message = bytes(Buffer.alloc(10_000, index));
          if (!call.write(message)) await new Promise((resolve) => call.once('drain', resolve));
        }
        call.end();
      },
    });

    const firsts: (number | undefined)[] = [];
    for await (const { data } of channel.serverStream(SERVER_STREAM, {})) {
      firsts.push(data[0]);
      if (firsts.length % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }

    expect(firsts).toEqual(Array.from({ length: count }, (_, index) => index % 256));
  });

  test('talks both ways at once', async () => {
    const channel = await channelTo({
      [DUPLEX]: (call: ServerDuplexStream<Buffer, Buffer>) => {
        call.on('data', (chunk: Buffer) => call.write(chunk));
        call.on('end', () => call.end());
      },
    });
    const call = channel.open(DUPLEX);
    const received: string[] = [];

    for (let index = 0; index < 50; index++) void call.send(Buffer.from(`message ${index}`));
    for await (const message of call.messages()) {
      received.push(message.toString());
      if (received.length === 50) call.endRequests();
    }

    expect(received).toEqual(Array.from({ length: 50 }, (_, index) => `message ${index}`));
  });

  test('fails with the status of the server: code, text in any script, details', async () => {
    const metadata = new Metadata();
    const detail = { typeUrl: 'github.com/x/y.Z+json', value: Buffer.from('{"a":1}') };
    const full = RpcStatus.encode({ code: 9, message: 'full größe', details: [detail] }).finish();
    metadata.set('grpc-status-details-bin', Buffer.from(full));
    const channel = await channelTo({
      [PATHS.solve]: (_: unknown, done: Done) =>
        done({ code: status.FAILED_PRECONDITION, details: '100% größe\n', metadata }),
      [PATHS.info]: (_: unknown, done: Done) =>
        done({ code: status.NOT_FOUND, details: '100% größe\n' }),
    });

    const error = await channel.unary(UNARY, {}).catch((caught) => caught);
    const plain = await channel.unary({ ...UNARY, path: PATHS.info }, {}).catch((caught) => caught);

    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 9, message: 'full größe', isTransport: false });
    expect(
      error.details.map((one: { typeUrl: string; value: Buffer }) => [
        one.typeUrl,
        String(one.value),
      ]),
    ).toEqual([['github.com/x/y.Z+json', '{"a":1}']]);
    expect(plain).toMatchObject({ code: 5, message: '100% größe\n', details: [] });
  });

  test('fails for a method that the server does not have', async () => {
    const channel = await channelTo({ [PATHS.solve]: echo });

    const call = channel.unary({ ...UNARY, path: '/no.Such/Method' }, {});

    await expect(call).rejects.toMatchObject({ code: RPC.UNIMPLEMENTED, isTransport: false });
  });

  test('fails with the reason of an abort, before and while the call runs, and the server sees it', async () => {
    let cancelled = () => {};
    const isCancelled = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const channel = await channelTo({
      [PATHS.solve]: (call: ServerUnaryCall<Buffer, Buffer>) => call.on('cancelled', cancelled),
    });
    const reason = new Error('enough');

    const before = channel.unary(UNARY, {}, { signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);

    const controller = new AbortController();
    const during = channel.unary(UNARY, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 30);
    await expect(during).rejects.toBe(reason);
    await isCancelled;
  });

  test('fails when the time for a call is over', async () => {
    const channel = await channelTo({ [PATHS.solve]: () => {} });

    const call = channel.unary(UNARY, {}, { timeoutMs: 50 });

    await expect(call).rejects.toMatchObject({ code: RPC.DEADLINE_EXCEEDED });
  });

  test('fails with the loss of the connection, for running and for later calls', async () => {
    const { address, close } = await startFakeDaemon({ [PATHS.solve]: () => {} });
    const channel = await openTestChannel(address, transport);
    const running = channel.unary(UNARY, {}).catch((caught) => caught);
    await new Promise((resolve) => setTimeout(resolve, 100));

    close();

    expect(await running).toMatchObject({ isTransport: true });
    await expect(channel.unary(UNARY, {})).rejects.toMatchObject({ isTransport: true });
  });
});

describe('a server against a client of grpc-js', () => {
  /** Serves on a port, and gives a client for it. */
  async function clientFor(handlers: Handlers): Promise<Client> {
    const server = createServer((socket) => serveConnection(socket, handlers));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
    });
    closers.push(() => {
      client.close();
      server.close();
    });
    return client;
  }

  const same = (message: Buffer) => message;
  const call = (
    client: Client,
    path: string,
    message: Buffer,
    metadata = new Metadata(),
  ): Promise<Buffer | ServiceError> =>
    new Promise((resolve) => {
      client.makeUnaryRequest(path, same, same, message, metadata, (error, answer) =>
        resolve(error ?? answer ?? Buffer.alloc(0)),
      );
    });

  const echoHandler = async (serverCall: ServerCall) => {
    for await (const message of serverCall.messages()) await serverCall.send(message);
  };

  test('answers, with messages of any size up to the limit', async () => {
    const client = await clientFor({ '/a/Echo': echoHandler });

    for (const size of [0, 1, 65_536, MAX_MESSAGE_BYTES]) {
      const message = Buffer.alloc(size, 'y');
      expect(message.equals((await call(client, '/a/Echo', message)) as Buffer)).toBe(true);
    }
  });

  test('takes a thousand values of one header, each with its commas', async () => {
    let seen: readonly string[] = [];
    const client = await clientFor({
      '/a/List': async (serverCall) => {
        seen = serverCall.metadata.get('include-patterns') ?? [];
        await serverCall.send(Buffer.alloc(0));
      },
    });
    const metadata = new Metadata();
    const values = Array.from({ length: 1000 }, (_, index) => `dir-${index}/{a, b},c`);
    for (const value of values) metadata.add('include-patterns', value);

    await call(client, '/a/List', Buffer.alloc(0), metadata);

    expect(seen).toEqual(values);
  });

  test('fails a call with the status that its handler throws', async () => {
    const client = await clientFor({
      '/a/Rpc': async () => {
        throw new RpcError(RPC.NOT_FOUND, '100% größe\n');
      },
      '/a/Other': async () => {
        throw new TypeError('oh no');
      },
    });
    const empty = Buffer.alloc(0);

    expect(await call(client, '/a/Rpc', empty)).toMatchObject({ code: 5, details: '100% größe\n' });
    expect(await call(client, '/a/Other', empty)).toMatchObject({ code: 2, details: 'oh no' });
    expect(await call(client, '/a/None', empty)).toMatchObject({ code: 12 });
  });

  test('fails a message that is larger than the limit', async () => {
    const client = await clientFor({ '/a/Echo': echoHandler });

    const answer = await call(client, '/a/Echo', Buffer.alloc(MAX_MESSAGE_BYTES + 1));

    expect(answer).toMatchObject({ code: RPC.INTERNAL, details: /more than/ });
  });

  test('tells a handler when the client goes away', async () => {
    let gone: (reason: unknown) => void = () => {};
    const isGone = new Promise((resolve) => {
      gone = resolve;
    });
    const client = await clientFor({
      '/a/Wait': async (serverCall) => {
        serverCall.signal.addEventListener('abort', () => gone('aborted'));
        running.cancel();
        await new Promise(() => {});
      },
    });
    const running = client.makeUnaryRequest('/a/Wait', same, same, Buffer.alloc(0), () => {});

    expect(await isGone).toBe('aborted');
  });

  test('waits for a client that reads slowly', async () => {
    let sent = 0;
    const flood = async (serverCall: ServerCall) => {
      for (; sent < 100; sent++) await serverCall.send(Buffer.alloc(100_000));
    };
    const server = createServer((socket) => serveConnection(socket, { '/a/Flood': flood }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':method': 'POST', ':path': '/a/Flood' });
    stream.end();
    await new Promise((resolve) => stream.once('response', resolve));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sentBeforeReading = sent;

    let received = 0;
    for await (const chunk of stream) received += chunk.length;

    expect(sentBeforeReading).toBeLessThan(10);
    expect(received).toBe(100 * 100_005);
    session.close();
    server.close();
  });
});
