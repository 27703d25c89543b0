import { readdirSync } from 'node:fs';
import {
  constants,
  createServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClientOptions,
  InterceptingCall,
  type Interceptor,
  type Metadata,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { connect } from '../../../lib/client';
import { CONTROL, GATEWAY } from '../../../lib/client/daemon/services';
import { grpcJs } from '../../../lib/client/grpc-js';
import { frame } from '../../../lib/client/rpc/http2/frame';
import { mkfile, scratch } from '../../../lib/llb';
import { AMD64 } from '../../support/client-builds';
import { describeWith } from '../../support/engine';
import { type Done, infoMethod, PATHS, startFakeDaemon } from '../../support/fake-daemon';
import { temporaryFolder } from '../../support/temporary-folder';
import { openTestChannel } from '../../support/transports';

const folder = temporaryFolder('grpc-js');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Tells of every call that a client makes. */
const counting = (paths: string[]): Interceptor => {
  return (options, next) => {
    paths.push(options.method_definition.path);
    return new InterceptingCall(next(options));
  };
};

const signing: Interceptor = (options, next) =>
  new InterceptingCall(next(options), {
    start(metadata, listener, start) {
      metadata.set('x-team', 'images');
      start(metadata, listener);
    },
  });

/** A daemon that notes what goes with a call. */
async function notingDaemon(noted: Metadata[]) {
  const daemon = await startFakeDaemon({
    ...infoMethod('v0.32.2'),
    [PATHS.listWorkers]: ({ metadata }: ServerUnaryCall<Buffer, Buffer>, done: Done) => {
      noted.push(metadata);
      done(null, Buffer.alloc(0));
    },
  });
  closers.push(() => daemon.close());
  return daemon.address;
}

async function metadataWith(options: ClientOptions): Promise<Metadata | undefined> {
  const noted: Metadata[] = [];
  const connection = await connect(await notingDaemon(noted), { transport: grpcJs(options) });
  closers.push(() => connection.close());
  await connection.workers();
  return noted[0];
}

describe('options of grpc-js', () => {
  test('bring interceptors, which add metadata to calls', async () => {
    const metadata = await metadataWith({ interceptors: [signing] });

    expect(metadata?.get('x-team')).toEqual(['images']);
  });

  test('bring a user agent', async () => {
    const metadata = await metadataWith({ 'grpc.primary_user_agent': 'acme/1' });

    expect(String(metadata?.get('user-agent'))).toMatch(/^acme\/1 grpc-node-js\//);
  });

  test('cannot lead calls to another connection', async () => {
    const other = await startFakeDaemon(infoMethod('v0.32.2'));
    closers.push(() => other.close());
    const { Client, credentials } = await import('@grpc/grpc-js');
    const client = new Client(other.address.replace('tcp://', ''), credentials.createInsecure());
    closers.push(() => client.close());

    expect(await metadataWith({ channelOverride: client.getChannel() })).toBeDefined();
  });
});

test('whether a quiet daemon lives is asked past the interceptors', async () => {
  const paths: string[] = [];
  const daemon = await startFakeDaemon({ [PATHS.status]: () => {} });
  closers.push(() => daemon.close());
  const transport = grpcJs({ interceptors: [counting(paths)] });
  const channel = await openTestChannel(daemon.address, transport, 100);
  closers.push(() => channel.close());

  const quiet = channel.serverStream(CONTROL.status, { ref: 'x' }).next();
  const outcome = await Promise.race([quiet, sleep(1000, 'it goes on')]);
  channel.close();

  expect(outcome).toBe('it goes on');
  expect(paths).toEqual([PATHS.status]);
  await expect(quiet).rejects.toMatchObject({ isTransport: true });
});

test('nothing is left of the socket by which grpc-js gets its connection', async () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const connection = await connect(await notingDaemon([]), { transport: grpcJs() });
    expect(readdirSync(folder)).toEqual([]);
    await connection.workers();
    connection.close();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});

describe('a server that goes away in order (GOAWAY)', () => {
  /** A server that says goodbye while it serves its first call, and then does this with it. */
  async function channelTo(serve: (stream: ServerHttp2Stream) => void) {
    const server = createServer();
    const sessions: ServerHttp2Session[] = [];
    server.on('session', (session) => {
      sessions.push(session);
      session.on('error', () => {});
      session.on('stream', (stream) => {
        stream.on('error', () => {});
        session.goaway(constants.NGHTTP2_NO_ERROR, 0x7fffffff);
        setTimeout(() => serve(stream), 100);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address');
    const channel = await openTestChannel(`tcp://127.0.0.1:${address.port}`, grpcJs());
    closers.push(() => {
      channel.close();
      for (const session of sessions) session.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    return channel;
  }

  test('answers the call that runs, and takes no other, which is a lost connection', async () => {
    const channel = await channelTo((stream) => {
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc' },
        { waitForTrailers: true },
      );
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(frame(CONTROL.info.encodeResponse({ buildkitVersion: { version: 'v1' } })));
    });

    const { buildkitVersion } = await channel.unary(CONTROL.info, {});

    expect(buildkitVersion?.version).toBe('v1');
    expect(channel.isOpen).toBe(false);
    await expect(channel.unary(CONTROL.info, {})).rejects.toMatchObject({ isTransport: true });
  });

  test('and is gone in the middle of a call is a lost connection', async () => {
    const channel = await channelTo((stream) => stream.session?.destroy());

    await expect(channel.unary(CONTROL.info, {})).rejects.toMatchObject({
      isTransport: true,
      message: expect.stringContaining('connection lost'),
    });
  });
});

test('a call that the server resets is told from a lost connection', async () => {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {}).close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const channel = await openTestChannel(`tcp://127.0.0.1:${port}`, grpcJs());
  closers.push(() => {
    channel.close();
    return new Promise((resolve) => server.close(resolve));
  });

  await expect(channel.unary(CONTROL.info, {})).rejects.toMatchObject({
    isReset: true,
    isTransport: false,
  });
  expect(channel.isOpen).toBe(true);
});

test('an error that came before anybody read the answers is told to who reads them', async () => {
  const daemon = await startFakeDaemon(infoMethod('v0.32.2'));
  closers.push(() => daemon.close());
  const channel = await openTestChannel(daemon.address, grpcJs());
  closers.push(() => channel.close());
  const call = channel.open('/no.Such/Method');
  call.endRequests();
  await sleep(200);

  const read = (async () => {
    for await (const _ of call.messages()) throw new Error('no answer was sent');
  })();

  await expect(read).rejects.toMatchObject({ code: 12 });
  await expect(call.send(Buffer.alloc(1))).rejects.toMatchObject({ code: 1 });
});

describeWith(['buildkitd'], 'a build by buildkitd', ({ buildkitd }) => {
  test('is seen by interceptors whole, call by call', async () => {
    const paths: string[] = [];
    const transport = grpcJs({ interceptors: [counting(paths)] });
    const definition = scratch()
      .file(mkfile('/x', 0o644, 'x'))
      .marshal({ platform: AMD64 });
    const connection = await connect(buildkitd.address, { transport });
    await connection.build({ results: [{ platform: AMD64, definition }] });
    connection.close();

    expect(paths.sort()).toEqual(
      [
        CONTROL.info,
        CONTROL.session,
        CONTROL.solve,
        CONTROL.status,
        GATEWAY.ping,
        GATEWAY.solve,
        GATEWAY.return,
      ]
        .map(({ path }) => path)
        .sort(),
    );
  });
});
