import type { ServerDuplexStream } from '@grpc/grpc-js';
import fc from 'fast-check';
import { SESSION } from '../../../lib/client/daemon/services';
import type { RpcChannel } from '../../../lib/client/rpc/channel';
import { RPC } from '../../../lib/client/rpc/rpc-error';
import type { Handlers } from '../../../lib/client/rpc/server';
import { authHandlers } from '../../../lib/client/session/auth';
import { MAX_SECRET_BYTES, secretHandlers } from '../../../lib/client/session/secrets';
import { Session } from '../../../lib/client/session/session';
import { SessionFailures } from '../../../lib/client/session/session-failures';
import { Tunnel } from '../../../lib/client/session/tunnel';
import { BuildError } from '../../../lib/errors';
import { BytesMessage } from '../../../lib/pb/generated/client';
import { PATHS, startFakeDaemon } from '../../support/fake-daemon';
import { SessionPeer } from '../../support/session-peer';
import { openTestChannel } from '../../support/transports';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type DaemonCall = ServerDuplexStream<Buffer, Buffer>;

/** A channel to a daemon that does this with the call of a session. */
async function channelTo(onSession: (call: DaemonCall) => void): Promise<RpcChannel> {
  const daemon = await startFakeDaemon({ [PATHS.session]: onSession });
  const channel = await openTestChannel(daemon.address);
  closers.push(
    () => daemon.close(),
    () => channel.close(),
  );
  return channel;
}

/** A session that serves handlers, and the daemon's side of it. */
async function sessionOf(
  handlers: Handlers,
): Promise<{ session: Session; peer: SessionPeer; call: DaemonCall }> {
  let arrive: (call: DaemonCall) => void = () => {};
  const arrived = new Promise<DaemonCall>((resolve) => {
    arrive = resolve;
  });
  const session = Session.open(await channelTo(arrive), handlers, 'the-key');
  const call = await arrived;
  const peer = new SessionPeer(call);
  closers.push(
    () => session.close(),
    () => peer.close(),
  );
  return { session, peer, call };
}

async function ask(peer: SessionPeer, path: string, request: Uint8Array) {
  const call = peer.open(path);
  const messages: Buffer[] = [];
  call.onMessage((message) => messages.push(message));
  call.send(request);
  call.end();
  return { ...(await call.ended), messages };
}

describe('a tunnel', () => {
  const echo = (call: DaemonCall) => {
    call.on('data', (message: Buffer) => call.write(message));
    call.on('end', () => call.end());
  };

  test.each([0, 1, 127, 128, 16_383, 16_384, 1_048_575, 1_048_576, 1_048_577, 3_000_000])(
    'carries %i bytes in messages that another implementation reads',
    async (size) => {
      const sizes: number[] = [];
      const received: Buffer[] = [];
      const tunnel = new Tunnel(
        (
          await channelTo((call) => {
            call.on('data', (message: Buffer) => {
              const { data } = BytesMessage.decode(message);
              sizes.push(data.length);
              received.push(Buffer.from(data));
            });
            call.on('end', () => call.end());
          })
        ).open(PATHS.session),
      );
      const sent = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));

      tunnel.end(sent);
      for await (const _ of tunnel) throw new Error('nothing was sent');

      expect(Buffer.concat(received).equals(sent)).toBe(true);
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(1024 * 1024);
    },
  );

  test('gives back what it was given, whatever the pieces are', async () => {
    const channel = await channelTo(echo);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })),
        async (pieces) => {
          const tunnel = new Tunnel(channel.open(PATHS.session));
          const received: Buffer[] = [];
          for (const piece of pieces) tunnel.write(piece);
          tunnel.end();
          for await (const chunk of tunnel) received.push(chunk);

          expect(Buffer.concat(received).equals(Buffer.concat(pieces))).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('passes over messages without data, and fails for what is no message', async () => {
    const tunnel = new Tunnel(
      (
        await channelTo((call) => {
          call.write(Buffer.alloc(0));
          call.write(Buffer.from(BytesMessage.encode({ data: Buffer.from('x') }).finish()));
          call.write(Buffer.from([0x0a, 0x7f, 0x61]));
        })
      ).open(PATHS.session),
    );
    const received: string[] = [];

    const reading = (async () => {
      for await (const chunk of tunnel) received.push(String(chunk));
    })();

    await expect(reading).rejects.toThrow();
    expect(received).toEqual(['x']);
  });

  test('fails with the status that the daemon ends it with', async () => {
    const channel = await channelTo((call) =>
      call.emit('error', Object.assign(new Error(), { code: 8, details: 'too many sessions' })),
    );
    const tunnel = new Tunnel(channel.open(PATHS.session));

    const reading = (async () => {
      for await (const _ of tunnel);
    })();

    await expect(reading).rejects.toMatchObject({ code: 8, message: 'too many sessions' });
  });
});

describe('a session', () => {
  test('tells its id, its key and each method that it serves', async () => {
    const { call, session } = await sessionOf(secretHandlers({}));

    const told = (name: string) =>
      call.metadata
        .get(`x-docker-expose-session-${name}`)
        .flatMap((one) => String(one).split(', '));
    expect(told('uuid')).toEqual([session.id]);
    expect(told('sharedkey')).toEqual(['the-key']);
    expect(told('grpc-method')).toEqual([SESSION.getSecret.path, SESSION.health.path]);
  });

  test('is healthy, and has no method that it did not tell of', async () => {
    const { peer } = await sessionOf({});

    const health = await ask(peer, SESSION.health.path, Buffer.alloc(0));
    expect(health).toMatchObject({ code: 0 });
    expect(SESSION.health.decodeResponse(health.messages[0] ?? Buffer.alloc(0)).status).toBe(1);
    expect(await ask(peer, SESSION.getSecret.path, Buffer.alloc(0))).toMatchObject({ code: 12 });
  });

  test('that the daemon ends is lost, and one that was closed is not', async () => {
    const [lost, closed] = [await sessionOf({}), await sessionOf({})];
    closed.session.close();
    lost.call.end();
    const isLost = async () => {
      while (!lost.session.isLost) await new Promise((resolve) => setTimeout(resolve, 5));
      return true;
    };

    expect(await isLost()).toBe(true);
    lost.session.close();
    expect([lost.session.isLost, closed.session.isLost]).toEqual([true, false]);
  });
});

describe('secrets', () => {
  const get = async (secrets: Parameters<typeof secretHandlers>[0], id: string) => {
    const { peer } = await sessionOf(secretHandlers(secrets));
    const { code, message, messages } = await ask(
      peer,
      SESSION.getSecret.path,
      SESSION.getSecret.encodeRequest({ id }),
    );
    const [first] = messages;
    const data = first === undefined ? undefined : SESSION.getSecret.decodeResponse(first).data;
    return { code, message, data: data && Buffer.from(data) };
  };

  test('are sent as they are, texts as UTF-8', async () => {
    const bytes = Buffer.from([0, 0xff, 0x80]);

    expect(await get({ a: bytes }, 'a')).toMatchObject({ code: 0, data: bytes });
    expect(await get({ a: () => 'größe' }, 'a')).toMatchObject({ data: Buffer.from('größe') });
    expect(await get({ a: async () => '' }, 'a')).toMatchObject({ code: 0, data: Buffer.alloc(0) });
  });

  test.each(['b', '', '__proto__', 'constructor', 'toString'])('%j was not given', async (id) => {
    expect(await get({ a: 'x' }, id)).toMatchObject({ code: RPC.NOT_FOUND, data: undefined });
  });

  test('are sent up to the size that daemons take', async () => {
    const fits = 'x'.repeat(MAX_SECRET_BYTES);

    expect((await get({ a: fits }, 'a')).data).toHaveLength(MAX_SECRET_BYTES);
    expect(await get({ a: `${fits}y` }, 'a')).toMatchObject({
      code: RPC.INVALID_ARGUMENT,
      message: expect.not.stringContaining('xxx'),
    });
  });

  test('that cannot be had are not taken for missing', async () => {
    const fail = () => {
      throw new Error('vault is sealed');
    };

    expect(await get({ a: fail }, 'a')).toMatchObject({
      code: RPC.FAILED_PRECONDITION,
      message: 'secret "a" cannot be had: vault is sealed',
    });
  });
});

describe('logins', () => {
  const credentials = async (found: object | undefined) => {
    const { peer } = await sessionOf(authHandlers(async () => found as never));
    const request = SESSION.credentials.encodeRequest({ host: 'r.example' });
    const { messages } = await ask(peer, SESSION.credentials.path, request);
    return SESSION.credentials.decodeResponse(messages[0] ?? Buffer.alloc(0));
  };

  test('are a user and a secret, a token alone, or nothing', async () => {
    const login = { username: 'me', password: 'pass' };

    expect(await credentials(login)).toMatchObject({ username: 'me', secret: 'pass' });
    expect(await credentials({ ...login, identityToken: 'id' })).toMatchObject({
      username: '',
      secret: 'id',
    });
    expect(await credentials(undefined)).toMatchObject({ username: '', secret: '' });
  });

  test('are looked up once a host, and again where that failed', async () => {
    const asked: string[] = [];
    const { peer } = await sessionOf(
      authHandlers(async (host) => {
        asked.push(host);
        if (asked.length === 1) throw new Error('locked');
        return undefined;
      }),
    );
    const codes: number[] = [];
    for (const host of ['a', 'a', 'a', 'b']) {
      const request = SESSION.credentials.encodeRequest({ host });
      codes.push((await ask(peer, SESSION.credentials.path, request)).code);
    }

    expect(codes).toEqual([RPC.UNKNOWN, 0, 0, 0]);
    expect(asked).toEqual(['a', 'a', 'b']);
  });

  test('a token that cannot be had is a refusal that names no password', async () => {
    const { peer } = await sessionOf(
      authHandlers(async () => ({ username: 'me', password: 'secret-word' })),
    );
    const request = { host: 'r.example', realm: 'nonsense', service: 's', scopes: ['x'] };

    const answer = await ask(
      peer,
      SESSION.fetchToken.path,
      SESSION.fetchToken.encodeRequest(request),
    );

    expect(answer).toMatchObject({
      code: RPC.UNAUTHENTICATED,
      message: 'token server "nonsense" is not an address',
    });
  });
});

test('the error of a handler is found by the words that a daemon repeats of it', async () => {
  const failures = new SessionFailures();
  const own = new BuildError('E_CREDENTIALS', 'helper cannot be used');
  const handlers = failures.watch({
    '/own': async () => {
      throw own;
    },
    '/caused': async () => {
      throw new Error('outer', { cause: new BuildError('E_CREDENTIALS', 'inner reason') });
    },
    '/other': async () => {
      throw new TypeError('not ours');
    },
  });
  const { peer } = await sessionOf(handlers);
  for (const path of ['/own', '/caused', '/other']) await ask(peer, path, Buffer.alloc(0));

  expect(failures.find('rpc error: helper cannot be used: at step 3')).toBe(own);
  expect(failures.find('failed: inner reason')?.message).toBe('inner reason');
  expect(failures.find('not ours')).toBeUndefined();
});
