import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { type BuildRequest, connect } from '../../lib/client';
import { CONTROL, GATEWAY } from '../../lib/client/daemon/services';
import { BuildError, BuildErrors } from '../../lib/errors';
import { mkfile, scratch } from '../../lib/llb';
import { CAPABILITIES } from '../../lib/llb/definition/capability';
import {
  type Done,
  type FakeMethods,
  infoMethod,
  PATHS,
  startFakeDaemon,
} from '../support/fake-daemon';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const answer = (bytes: Uint8Array) => (_call: unknown, done: Done) =>
  done(null, Buffer.from(bytes));

const pong = (capabilities: readonly string[]) =>
  answer(
    GATEWAY.ping.encodeResponse({ llbCaps: capabilities.map((id) => ({ id, enabled: true })) }),
  );

/** A daemon that does what builds need, with no more than these answers. */
function daemon(odd: FakeMethods): FakeMethods {
  let returned: () => void = () => {};
  const isReturned = new Promise<void>((resolve) => {
    returned = resolve;
  });
  return {
    ...infoMethod('v0.32.2'),
    [PATHS.session]: (call: ServerDuplexStream<Buffer, Buffer>) => call.on('data', () => {}),
    [PATHS.status]: (call: ServerWritableStream<Buffer, Buffer>) => call.end(),
    [PATHS.ping]: pong(Object.keys(CAPABILITIES)),
    [PATHS.gatewaySolve]: answer(GATEWAY.solve.encodeResponse({ result: { ref: { id: 'r1' } } })),
    [PATHS.return]: (_call: unknown, done: Done) => {
      returned();
      done(null, Buffer.alloc(0));
    },
    [PATHS.solve]: async (_call: unknown, done: Done) => {
      await isReturned;
      const exporterResponse = { 'containerimage.digest': 'sha256:1' };
      done(null, Buffer.from(CONTROL.solve.encodeResponse({ exporterResponse })));
    },
    ...odd,
  };
}

async function build(odd: FakeMethods, more: Partial<BuildRequest> = {}) {
  const { address, close } = await startFakeDaemon(daemon(odd));
  closers.push(close);
  const connection = await connect(address);
  const definition = scratch()
    .file(mkfile('/x', 0o644, 'x'))
    .marshal({ platform: AMD64 });
  try {
    return await connection.build({ results: [{ platform: AMD64, definition }], ...more });
  } finally {
    connection.close();
  }
}

const failure = (odd: FakeMethods): Promise<BuildError> =>
  build(odd).then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => (error instanceof BuildError ? error : Promise.reject(error)),
  );

test('a daemon that does all that builds need is enough', async () => {
  expect((await build({})).exporterResponse).toEqual({ 'containerimage.digest': 'sha256:1' });
});

describe('fails', () => {
  test('for a daemon that lacks a capability of the oldest version, and tells the daemon', async () => {
    let told: Uint8Array = new Uint8Array();
    const error = await failure({
      [PATHS.ping]: answer(GATEWAY.ping.encodeResponse({ llbCaps: [] })),
      [PATHS.return]: (call: { request: Buffer }, done: Done) => {
        told = call.request;
        done(null, Buffer.alloc(0));
      },
      [PATHS.solve]: (_call: unknown, done: Done) =>
        setTimeout(() => done({ code: 2, details: 'frontend failed' }), 100),
    });

    expect(error.code).toBe('E_DAEMON_TOO_OLD');
    expect(GATEWAY.return.decodeRequest(told).error?.message).toContain('too old');
  });

  test('before anything is solved, with all that a definition asks for and the daemon lacks', async () => {
    const solved = jest.fn();
    const error = await failure({
      [PATHS.ping]: pong(
        Object.keys(CAPABILITIES).filter((id) => !/^(file\.base|platform)$/.test(id)),
      ),
      [PATHS.gatewaySolve]: solved,
      [PATHS.solve]: (_: unknown, done: Done) =>
        setTimeout(() => done({ code: 2, details: 'frontend failed' }), 100),
    });

    expect(solved).not.toHaveBeenCalled();
    expect(error).toBeInstanceOf(BuildErrors);
    expect(error).toMatchObject({
      errors: [
        { code: 'E_LLB_CAPABILITY', details: { got: 'a daemon without the capability file.base' } },
        { code: 'E_LLB_CAPABILITY', details: { got: 'a daemon without the capability platform' } },
      ],
    });
  });

  test.each([PATHS.solve, PATHS.ping, PATHS.gatewaySolve])(
    'for an answer of %s that is no message',
    async (path) => {
      const garbage = answer(Buffer.from([0x0a, 0xff, 0x01, 0x02]));
      const error = await failure({
        [path]: garbage,
        ...(path === PATHS.solve
          ? {}
          : { [PATHS.solve]: (_: unknown, done: Done) => done({ code: 2, details: 'no result' }) }),
      });

      expect(error.code).toBe('E_SOLVE');
    },
  );

  test('for a daemon that gives no reference to the result', async () => {
    const error = await failure({
      [PATHS.gatewaySolve]: answer(Buffer.alloc(0)),
      [PATHS.solve]: (_: unknown, done: Done) =>
        setTimeout(() => done({ code: 2, details: 'frontend failed' }), 100),
    });

    expect(error.message).toBe('build failed: frontend failed');
  });

  test('after a while, for a daemon that does not end a solve that this client gave up', async () => {
    const start = performance.now();
    const error = await failure({
      [PATHS.gatewaySolve]: (_: unknown, done: Done) =>
        done({ code: 3, details: 'bad definition' }),
      [PATHS.solve]: () => {},
    });

    expect(error.message).toBe('build failed: bad definition');
    expect(performance.now() - start).toBeLessThan(8_000);
  }, 10_000);

  test('with the loss of the session, for a daemon that ends it and the step that waits for it', async () => {
    let end: () => void = () => {};
    const isEnded = new Promise<void>((resolve) => {
      end = resolve;
    });
    const error = await failure({
      [PATHS.session]: (call: ServerDuplexStream<Buffer, Buffer>) => {
        call.on('data', () => {}).on('close', end);
        call.end();
      },
      [PATHS.solve]: async (_: unknown, done: Done) => {
        await isEnded;
        done({ code: 1, details: 'walker is closed: context canceled' });
      },
    });

    expect(error.code).toBe('E_SESSION_LOST');
  });

  test('with the error of a status that has details nobody can read', async () => {
    const { Metadata } = await import('@grpc/grpc-js');
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', Buffer.from([0xff, 0xff, 0xff]));
    const error = await failure({
      [PATHS.solve]: (_: unknown, done: Done) => done({ code: 2, details: 'so it is', metadata }),
    });

    expect(error.message).toBe('build failed: so it is');
  });
});

test.each(['cacheFrom', 'cacheTo'] as const)(
  'a local cache in %s, which would need a content store here, is refused before the build',
  async (key) => {
    const solved = jest.fn();
    const refused = build({ [PATHS.solve]: solved }, { [key]: [{ type: 'local', attrs: {} }] });

    await expect(refused).rejects.toMatchObject({
      code: 'E_BUILD_REQUEST',
      message: expect.stringContaining('"local"'),
    });
    expect(solved).not.toHaveBeenCalled();
  },
);

test('a status stream that never ends is given up, and the build has succeeded', async () => {
  const { exporterResponse } = await build({
    [PATHS.status]: (call: ServerWritableStream<Buffer, Buffer>) => {
      call.write(
        Buffer.from(CONTROL.status.encodeResponse({ vertexes: [{ digest: 'sha256:a' }] })),
      );
    },
  });

  expect(exporterResponse['containerimage.digest']).toBe('sha256:1');
}, 12_000);

test('status messages that cannot be read do not fail a build', async () => {
  await build({
    [PATHS.status]: (call: ServerWritableStream<Buffer, Buffer>) => {
      call.write(Buffer.from([0x0a, 0xff]));
      call.end();
    },
  });
});
