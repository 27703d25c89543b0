import type { ServerWritableStream } from '@grpc/grpc-js';
import { CONTROL } from '../../../lib/client/daemon/services';
import type { RpcChannel } from '../../../lib/client/rpc/channel';
import { StatusFollower } from '../../../lib/client/status/follow';
import type { SolveStatus } from '../../../lib/client/status/status';
import { startFakeDaemon } from '../../support/fake-daemon';
import { openTestChannel } from '../../support/transports';

type Stream = ServerWritableStream<Buffer, Buffer>;

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** A daemon whose progress of every solve is what `tell` writes. */
async function channelTo(tell: (stream: Stream) => void): Promise<RpcChannel> {
  const { address, close } = await startFakeDaemon({ [CONTROL.status.path]: tell });
  const channel = await openTestChannel(address);
  closers.push(() => channel.close(), close);
  return channel;
}

const named = (name: string) =>
  Buffer.from(CONTROL.status.encodeResponse({ vertexes: [{ name }] }));
const namesOf = (seen: readonly SolveStatus[]) =>
  seen.flatMap(({ vertexes }) => vertexes.map(({ name }) => name));
const unexpected = (error: unknown) => {
  throw error;
};

test('asks for the progress of its solve, and tells of it until the daemon ends it', async () => {
  let asked = '';
  const channel = await channelTo((stream) => {
    asked = CONTROL.status.decodeRequest(stream.request).ref ?? '';
    for (const name of ['a', 'b', 'c']) stream.write(named(name));
    stream.end();
  });
  const seen: SolveStatus[] = [];

  await new StatusFollower(channel, 'ref-1', (status) => seen.push(status), unexpected).drain();

  expect(asked).toBe('ref-1');
  expect(namesOf(seen)).toEqual(['a', 'b', 'c']);
});

test('gives up a solve that never had a progress', async () => {
  const cancelled = new Promise<void>((resolve) => {
    void channelTo((stream) => stream.on('cancelled', () => resolve())).then((channel) =>
      new StatusFollower(channel, 'x', unexpected, unexpected).drain(),
    );
  });

  await cancelled;
});

test('what takes the progress may fail: that is told once, and ends the stream', async () => {
  let left = false;
  const channel = await channelTo((stream) => {
    stream.on('cancelled', () => {
      left = true;
    });
    for (let index = 0; index < 50; index++) stream.write(named(String(index)));
  });
  const failures: unknown[] = [];
  const problem = new Error('the display is broken');

  const failed = new Promise<void>((resolve) => {
    new StatusFollower(
      channel,
      'x',
      () => {
        throw problem;
      },
      (error) => {
        failures.push(error);
        resolve();
      },
    );
  });
  await failed;

  expect(failures).toEqual([problem]);
  await until(() => left);
});

test('what goes wrong with the daemon is left to the solve to tell', async () => {
  const channel = await channelTo((stream) => {
    stream.write(named('a'));
    stream.emit('error', Object.assign(new Error('no such solve'), { code: 5 }));
  });
  const seen: SolveStatus[] = [];

  await new StatusFollower(channel, 'x', (status) => seen.push(status), unexpected).drain();

  expect(namesOf(seen).length).toBeLessThanOrEqual(1);
});

test('bytes that are no message end the progress, not the program', async () => {
  const channel = await channelTo((stream) => {
    stream.write(named('a'));
    stream.write(Buffer.from([0x0a, 0xff, 0xff, 0xff]));
  });
  const seen: SolveStatus[] = [];

  await new StatusFollower(channel, 'x', (status) => seen.push(status), unexpected).drain();

  expect(namesOf(seen)).toEqual(['a']);
});

test('can be ended while the daemon goes on', async () => {
  let stream: Stream | undefined;
  const channel = await channelTo((opened) => {
    stream = opened;
    opened.write(named('a'));
  });
  const seen: SolveStatus[] = [];
  const follower = new StatusFollower(channel, 'x', (status) => seen.push(status), unexpected);
  await until(() => seen.length > 0);

  await follower.stop();
  stream?.write(named('late'));
  await follower.drain();

  expect(namesOf(seen)).toEqual(['a']);
});

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
