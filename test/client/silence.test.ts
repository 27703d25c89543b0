import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { type Connection, connect, type StartTransport } from '../../lib/client';
import { CONTROL, GATEWAY } from '../../lib/client/daemon/services';
import { http2 } from '../../lib/client/rpc/http2/start';
import { BuildError } from '../../lib/errors';
import { local, mkfile, scratch } from '../../lib/llb';
import { CAPABILITIES } from '../../lib/llb/definition/capability';
import { describeWith } from '../support/engine';
import {
  type Done,
  type FakeMethods,
  infoMethod,
  PATHS,
  startFakeDaemon,
} from '../support/fake-daemon';
import { type RelayProcess, startRelayProcess } from '../support/relay-process';
import { temporaryFolder } from '../support/temporary-folder';
import { openTestChannel, TRANSPORTS } from '../support/transports';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const SILENCE_MS = 400;
/** More than the five seconds after which daemons check the session again. */
const REAL_SILENCE_MS = 6_000;
const folder = temporaryFolder('silence');
const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** A daemon whose builds take for ever; `begun` is fulfilled when one has begun. */
function busyDaemon(): { methods: FakeMethods; begun: Promise<void>; finish(): void } {
  let begin: () => void = () => {};
  let finish: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const llbCaps = Object.keys(CAPABILITIES).map((id) => ({ id, enabled: true }));
  const methods: FakeMethods = {
    ...infoMethod('v0.32.2'),
    [PATHS.session]: (call: ServerDuplexStream<Buffer, Buffer>) => call.on('data', () => {}),
    [PATHS.status]: (_call: ServerWritableStream<Buffer, Buffer>) => begin(),
    [PATHS.ping]: (_call: unknown, done: Done) =>
      done(null, Buffer.from(GATEWAY.ping.encodeResponse({ llbCaps }))),
    [PATHS.return]: (_call: unknown, done: Done) => done(null, Buffer.alloc(0)),
    [PATHS.solve]: async (_call: unknown, done: Done) => {
      await finished;
      done({ code: 2, details: 'it has taken its time' });
    },
  };
  return { methods, begun, finish: () => finish() };
}

let counter = 0;
let sockets = 0;
async function behindRelay(
  address: string,
  transport: StartTransport,
  silenceMs = SILENCE_MS,
): Promise<[Connection, RelayProcess]> {
  const relay = await startRelayProcess(join(folder, `relay-${counter++}.sock`), address);
  closers.push(() => relay.close());
  const connection = await connect(relay.address, { silenceMs, transport });
  closers.push(() => connection.close());
  return [connection, relay];
}

const request = () => {
  const definition = scratch()
    .file(mkfile('/x', 0o644, 'x'))
    .marshal({ platform: AMD64 });
  // The results are awaited, so nothing but the solve is under way.
  const results = new Promise<never>(() => {});
  return { results, meanwhile: { load: [{ platform: AMD64, definition }], solve: [] } };
};

const failure = (work: Promise<unknown>): Promise<BuildError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => (error instanceof BuildError ? error : Promise.reject(error)),
  );

describe.each(TRANSPORTS)('over %s', (_, transport) => {
  test('a daemon that is frozen in the middle of a build is lost', async () => {
    const { methods, begun } = busyDaemon();
    const { address, close } = await startFakeDaemon(
      methods,
      join(folder, `frozen-${sockets++}.sock`),
    );
    closers.push(close);
    const [connection, relay] = await behindRelay(address, transport);

    const failed = failure(connection.build(request()));
    await begun;
    relay.freeze();

    expect(await failed).toMatchObject({
      code: 'E_DAEMON_LOST',
      details: { got: expect.stringContaining('no sign of the other side for 0.4 s') },
    });
    expect((await failure(connection.workers())).code).toBe('E_DAEMON_LOST');
  });

  test('a daemon that has nothing to tell for long is not lost, as it answers when it is asked', async () => {
    const { methods, begun, finish } = busyDaemon();
    const { address, close } = await startFakeDaemon(
      methods,
      join(folder, `quiet-${sockets++}.sock`),
    );
    closers.push(close);
    const [connection] = await behindRelay(address, transport);

    const failed = failure(connection.build(request()));
    await begun;
    await sleep(5 * SILENCE_MS);
    finish();

    expect((await failed).message).toContain('it has taken its time');
  });

  test('a connection that nobody uses is not watched, and works after a long pause', async () => {
    const { methods } = busyDaemon();
    const { address, close } = await startFakeDaemon(
      methods,
      join(folder, `idle-${sockets++}.sock`),
    );
    closers.push(close);
    const [connection] = await behindRelay(address, transport);

    await sleep(3 * SILENCE_MS);

    expect(await connection.workers()).toEqual([]);
  });
});

describe.each(['engine', 'buildkitd'] as const)('with the %s', (service) => {
  describeWith([service], `${service} behind a proxy`, (services) => {
    const { address } = Object.values(services)[0] ?? { address: '' };

    test('a proxy that swallows both ways is noticed, and long silence of the daemon is none', async () => {
      const [connection, relay] = await behindRelay(address, http2, REAL_SILENCE_MS);
      const state = local('src', { sharedKeyHint: `${Math.random()}` });
      const definition = state.marshal({ platform: AMD64, localUniqueId: `${Math.random()}` });
      let release: () => void = () => {};
      const results = new Promise<{ platform: typeof AMD64; definition: typeof definition }[]>(
        (resolve) => {
          release = () => resolve([{ platform: AMD64, definition }]);
        },
      );

      const built = connection.build({ results, locals: { src: folder } });
      await sleep(2 * REAL_SILENCE_MS);
      release();
      await built;
      const failed = failure(connection.build({ ...request(), locals: { src: folder } }));
      await sleep(100);
      relay.freeze();

      expect((await failed).code).toBe('E_DAEMON_LOST');
    }, 60_000);
  });
});

describeWith(['buildkitd'], 'a call in which buildkitd says nothing for long', ({ buildkitd }) => {
  test.each(TRANSPORTS)('goes on over %s: that it is asked is no attack', async (_, transport) => {
    const channel = await openTestChannel(buildkitd.address, transport, SILENCE_MS);
    closers.push(() => channel.close());
    const events = channel.serverStream(CONTROL.listenBuildHistory, {
      ref: 'none',
      activeOnly: true,
    });
    const ended = events.next().catch((error) => error);

    // Enough for ten questions; it took four pings to end the connection.
    expect(await Promise.race([ended, sleep(10 * SILENCE_MS, 'it goes on')])).toBe('it goes on');
    expect(channel.isOpen).toBe(true);
  });
});
