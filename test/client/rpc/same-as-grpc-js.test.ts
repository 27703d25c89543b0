import {
  connect,
  constants,
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { Client, credentials } from '@grpc/grpc-js';
import fc from 'fast-check';
import { RpcChannel } from '../../../lib/client/rpc/channel';
import { frame, MAX_MESSAGE_BYTES } from '../../../lib/client/rpc/http2/frame';
import { Http2Transport } from '../../../lib/client/rpc/http2/transport';
import { method } from '../../../lib/client/rpc/method';
import { encodeMessage, RpcError } from '../../../lib/client/rpc/rpc-error';
import { BytesMessage } from '../../../lib/pb/generated/client';

/** What a server does with a call, by the path of it. */
type Behaviour = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** How a call ended for a client. */
interface Outcome {
  readonly code: number;
  readonly message?: string;
  /** The response, where there is one, as hex. */
  readonly answer?: string;
}

const OK: OutgoingHttpHeaders = { ':status': 200, 'content-type': 'application/grpc' };
const MESSAGE = Buffer.from(BytesMessage.encode({ data: Buffer.from('hello') }).finish());

const behaviours = new Map<string, Behaviour>();
const server = createServer();
server.on('stream', (stream: ServerHttp2Stream, headers) => {
  stream.on('error', () => {});
  behaviours.get(String(headers[':path']))?.(stream, headers);
});
server.on('session', (session) => session.on('error', () => {}));

let origin = '';
let ours: RpcChannel;
let theirs: Client;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  ours = new RpcChannel(new Http2Transport(connect(`http://${origin}`), origin));
  theirs = new Client(origin, credentials.createInsecure(), { 'grpc.enable_retries': 0 });
});
afterAll(() => {
  ours.close();
  theirs.close();
  return new Promise((resolve) => server.close(resolve));
});

let counter = 0;
/** The same call to the same server by both. */
async function both(behaviour: Behaviour): Promise<readonly [own: Outcome, other: Outcome]> {
  const path = `/test.Service/Method${counter++}`;
  behaviours.set(path, behaviour);
  const own = ours.unary({ ...method(path, BytesMessage, BytesMessage) }, {}).then(
    ({ data }): Outcome => ({ code: 0, answer: Buffer.from(data).toString('hex') }),
    (error): Outcome => {
      if (!(error instanceof RpcError)) throw error;
      return { code: error.code, message: error.message };
    },
  );
  const other = new Promise<Outcome>((resolve) => {
    const same = (bytes: Buffer) => bytes;
    theirs.makeUnaryRequest(path, same, same, Buffer.alloc(0), (error, answer) => {
      if (error !== null) return resolve({ code: error.code, message: error.details });
      const { data } = BytesMessage.decode(answer ?? Buffer.alloc(0));
      resolve({ code: 0, answer: Buffer.from(data).toString('hex') });
    });
  });
  return Promise.all([own, other]);
}

/** Answers with messages and a status, in one or in many writes. */
const answers =
  (body: Buffer, trailers: OutgoingHttpHeaders, cut = body.length): Behaviour =>
  (stream) => {
    stream.respond(OK, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    if (cut > 0) stream.write(body.subarray(0, cut));
    setImmediate(() => stream.end(body.subarray(cut)));
  };

const trailersOnly =
  (headers: OutgoingHttpHeaders): Behaviour =>
  (stream) =>
    stream.respond({ ...OK, ...headers }, { endStream: true });

test('an answer is the same wherever it is cut into frames', async () => {
  const body = frame(MESSAGE);
  for (let cut = 0; cut <= body.length; cut++) {
    const [own, other] = await both(answers(body, { 'grpc-status': '0' }, cut));

    expect(own).toEqual({ code: 0, answer: Buffer.from('hello').toString('hex') });
    expect(own).toEqual(other);
  }
});

test.each([...Array.from({ length: 16 }, (_, code) => `${code + 1}`), '99'])(
  'the status %j without an answer is the same',
  async (status) => {
    const headers = { 'grpc-status': status, 'grpc-message': 'because' };
    const [own, other] = await both(trailersOnly(headers));
    const [late, otherLate] = await both(answers(Buffer.alloc(0), headers));

    expect(own.code).toBe(other.code);
    expect(late.code).toBe(otherLate.code);
    expect([own.message, late.message]).toEqual(['because', 'because']);
    expect(own.code).toBe(Number(status));
  },
);

test.each(['abc', '', '0x5', '-1', '0x', '1e1'])(
  'the status %j, which is none, is an unknown one',
  async (status) => {
    const [own] = await both(answers(frame(MESSAGE), { 'grpc-status': status }));

    expect(own.code).toBe(2);
  },
);

test('a message of a status is the same in any script, and however it is encoded', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
      async (message) => {
        const headers = { 'grpc-status': '9', 'grpc-message': encodeMessage(message) };

        const [own, other] = await both(trailersOnly(headers));

        expect(own).toEqual({ code: 9, message: Buffer.from(message).toString() });
        expect(other.code).toBe(9);
      },
    ),
    { numRuns: 15 },
  );
});

test.each(['100%', '%zz', '%C3', '%FF%FE', 'a b', '%25'])(
  'the message %j, which nobody should send, is still told',
  async (message) => {
    const [own, other] = await both(trailersOnly({ 'grpc-status': '5', 'grpc-message': message }));

    expect(own).toEqual(other);
  },
);

test.each([400, 401, 403, 404, 418, 429, 500, 502, 503, 504, 505])(
  'the HTTP status %i is the same',
  async (status) => {
    const [own, other] = await both((stream) => {
      stream.respond({ ':status': status, 'content-type': 'text/html' });
      stream.end('<html>');
    });

    expect(own.code).toBe(other.code);
    expect(own.message).toContain(String(status));
  },
);

const RESETS = Object.entries({
  NO_ERROR: constants.NGHTTP2_NO_ERROR,
  PROTOCOL_ERROR: constants.NGHTTP2_PROTOCOL_ERROR,
  INTERNAL_ERROR: constants.NGHTTP2_INTERNAL_ERROR,
  REFUSED_STREAM: constants.NGHTTP2_REFUSED_STREAM,
  CANCEL: constants.NGHTTP2_CANCEL,
  ENHANCE_YOUR_CALM: constants.NGHTTP2_ENHANCE_YOUR_CALM,
  INADEQUATE_SECURITY: constants.NGHTTP2_INADEQUATE_SECURITY,
});

test.each(RESETS)('a reset with %s is the same, before and within an answer', async (_, code) => {
  const [own, other] = await both((stream) => stream.close(code));
  const [within, otherWithin] = await both((stream) => {
    stream.respond(OK);
    stream.write(frame(MESSAGE).subarray(0, 7), () => stream.close(code));
  });

  expect(own.code).toBe(other.code);
  expect(within.code).toBe(otherWithin.code);
  expect(own.code).not.toBe(0);
});

const header = (length: number, flag = 0) => {
  const bytes = Buffer.alloc(5, flag);
  bytes.writeUInt32BE(length, 1);
  return bytes;
};

test.each<[string, Behaviour]>([
  ['has no response', answers(Buffer.alloc(0), { 'grpc-status': '0' })],
  ['ends within a header', answers(Buffer.alloc(3), { 'grpc-status': '0' })],
  ['ends within a message', answers(frame(MESSAGE).subarray(0, 9), { 'grpc-status': '0' })],
  [
    'has a message that is compressed',
    answers(Buffer.concat([header(1, 1), Buffer.alloc(1)]), { 'grpc-status': '0' }),
  ],
  [
    'has a message larger than is taken',
    answers(header(MAX_MESSAGE_BYTES + 1), { 'grpc-status': '0' }),
  ],
  ['has a message of four GiB', answers(header(0xffffffff), { 'grpc-status': '0' })],
  [
    'ends without trailers',
    (stream) => {
      stream.respond(OK);
      stream.end(frame(MESSAGE));
    },
  ],
  ['has trailers without a status', answers(frame(MESSAGE), { 'x-other': '1' })],
  [
    'has an answer and then an error',
    answers(frame(MESSAGE), { 'grpc-status': '7', 'grpc-message': 'no' }),
  ],
])('an answer that %s fails for both', async (_, behaviour) => {
  const [own, other] = await both(behaviour);

  expect(own.code).not.toBe(0);
  expect(other.code).not.toBe(0);
  expect(own.message).not.toBe('');
});

test.each<[string, Buffer, string]>([
  ['two responses', Buffer.concat([frame(MESSAGE), frame(MESSAGE)]), 'more than one response'],
  ['no protobuf', frame(Buffer.from([0x0a, 0x7f, 0x61])), 'cannot be read'],
])('an answer of %s fails, and says so', async (_, body, message) => {
  const path = `/test.Service/Method${counter++}`;
  behaviours.set(path, answers(body, { 'grpc-status': '0' }));

  await expect(ours.unary(method(path, BytesMessage, BytesMessage), {})).rejects.toMatchObject({
    code: 13,
    message: expect.stringContaining(message),
  });
});

test('an error wins over the part of a message before it', async () => {
  const [own, other] = await both(
    answers(frame(MESSAGE).subarray(0, 9), { 'grpc-status': '8', 'grpc-message': 'full' }),
  );

  expect(own).toEqual({ code: 8, message: 'full' });
  expect(own).toEqual(other);
});

test('the request is the same on the wire, and its head tells what it must', async () => {
  const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
  await both(async (stream, headers) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    seen.push({ headers, body: Buffer.concat(chunks).toString('hex') });
    answers(frame(MESSAGE), { 'grpc-status': '0' })(stream, headers);
  });

  expect(seen).toHaveLength(2);
  for (const { body, headers } of seen) {
    expect(body).toBe('0000000000');
    expect(headers).toMatchObject({
      ':method': 'POST',
      ':scheme': 'http',
      ':authority': origin,
      te: 'trailers',
      'content-type': 'application/grpc',
    });
  }
});
