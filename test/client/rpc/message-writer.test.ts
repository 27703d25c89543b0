import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { FRAME_HEADER_BYTES, FrameReader, frame } from '../../../lib/client/rpc/http2/frame';
import { MessageWriter } from '../../../lib/client/rpc/http2/message-writer';
import { newId } from '../../../lib/client/rpc/id';
import { encodeMessage, errorFromTrailers, RPC } from '../../../lib/client/rpc/rpc-error';
import { RpcStatus } from '../../../lib/pb/generated/client';

/** A stream that tells how many writes reach it, and takes them when it is told to. */
class Slow extends Writable {
  readonly batches: number[] = [];
  readonly taken: Buffer[] = [];
  private readonly waiting: (() => void)[] = [];

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.batches.push(chunks.length);
    this.taken.push(...chunks.map(({ chunk }) => chunk));
    this.waiting.push(done);
  }

  /** Takes what was written so far. */
  take(): void {
    for (const done of this.waiting.splice(0)) done();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a writer of messages', () => {
  test('lets those of one turn leave in one write, and keeps their order', async () => {
    const stream = new Slow({ highWaterMark: 1_000_000 });
    const writer = new MessageWriter(stream);

    for (const text of ['a', 'b', 'c']) expect(writer.send(Buffer.from(text))).toBeUndefined();
    expect(stream.batches).toEqual([]);
    await turn();
    stream.take();
    await turn();
    void writer.send(Buffer.from('d'));
    await turn();

    expect(stream.batches).toEqual([3, 1]);
    const reader = new FrameReader();
    expect(reader.push(Buffer.concat(stream.taken)).map(String)).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each([3, 20_000])('makes one message of several parts, of %i bytes', async (bytes) => {
    const stream = new Slow({ highWaterMark: 1_000_000 });
    const parts = [Buffer.alloc(bytes, 'a'), Buffer.alloc(0), Buffer.from('b')];

    void new MessageWriter(stream).send(...parts);
    await turn();

    expect(new FrameReader().push(Buffer.concat(stream.taken))).toEqual([Buffer.concat(parts)]);
  });

  test('keeps what it is lent until the stream has taken it', async () => {
    const stream = new Slow({ highWaterMark: 1_000_000 });
    const writer = new MessageWriter(stream);
    let isTaken = false;

    const lent = writer.sendLent(Buffer.from('a'), Buffer.from('b')).then(() => {
      isTaken = true;
    });
    await turn();
    expect(isTaken).toBe(false);
    stream.take();
    await lent;
    expect(stream.listenerCount('close')).toBe(0);

    const waits = writer.sendLent(Buffer.from('c'));
    stream.destroy();
    await expect(waits).rejects.toMatchObject({ code: RPC.CANCELLED });
    await expect(writer.sendLent(Buffer.from('d'))).rejects.toMatchObject({ code: RPC.CANCELLED });
  });

  test('has all senders wait for the same, and goes on when there is room', async () => {
    const stream = new Slow({ highWaterMark: 10 });
    const writer = new MessageWriter(stream);
    let isDone = false;

    const first = writer.send(Buffer.alloc(20));
    const second = writer.send(Buffer.alloc(1));
    expect(first).toBeInstanceOf(Promise);
    expect(second).toBe(first);
    void first?.then(() => {
      isDone = true;
    });
    await turn();
    expect(isDone).toBe(false);
    stream.take();
    await first;
    expect(writer.send(Buffer.alloc(1))).toBeUndefined();
    for (const event of ['drain', 'close', 'error']) expect(stream.listenerCount(event)).toBe(0);
  });

  test.each<[string, (stream: Writable) => void]>([
    ['is destroyed', (stream) => stream.destroy()],
    ['fails', (stream) => stream.destroy(new Error('broken'))],
  ])('fails those who wait when the stream %s, and who comes later', async (_, end) => {
    const stream = new Slow({ highWaterMark: 1 });
    stream.on('error', () => {});
    const writer = new MessageWriter(stream);
    const waits = writer.send(Buffer.alloc(5));

    end(stream);

    const expected = { code: RPC.CANCELLED, isTransport: true };
    await expect(waits).rejects.toMatchObject(expected);
    await expect(writer.send(Buffer.alloc(5))).rejects.toMatchObject(expected);
  });

  test('fails on a stream that was ended', async () => {
    const stream = new PassThrough();
    stream.end();

    await expect(new MessageWriter(stream).send(Buffer.alloc(1))).rejects.toMatchObject({
      code: RPC.CANCELLED,
    });
  });
});

describe('a reader of messages', () => {
  test('tells of each beginning that has no end', () => {
    const wire = frame(Buffer.from('hello'));
    for (let cut = 0; cut <= wire.length; cut++) {
      const reader = new FrameReader();
      const messages = reader.push(wire.subarray(0, cut));

      expect(messages).toHaveLength(cut === wire.length ? 1 : 0);
      expect(reader.isPartial).toBe(cut > 0 && cut < wire.length);
    }
  });

  test('reads a message of the largest size byte for byte, out of single bytes at its edges', () => {
    const message = Buffer.alloc(70_000, 'm');
    const wire = Buffer.concat([frame(message), frame(Buffer.alloc(0)), frame(Buffer.of(1))]);
    const reader = new FrameReader();
    const out: Buffer[] = [];
    for (let at = 0; at < wire.length; ) {
      const isEdge = at < 8 || at > 69_990;
      const size = isEdge ? 1 : 50_000;
      out.push(...reader.push(wire.subarray(at, at + size)));
      at += size;
    }

    expect(out.map(({ length }) => length)).toEqual([70_000, 0, 1]);
    expect(out[0]?.equals(message)).toBe(true);
    expect(reader.isPartial).toBe(false);
  });

  test('is not held up by chunks without content', () => {
    const reader = new FrameReader();
    const wire = frame(Buffer.from('x'));
    const out = [...wire].flatMap((byte) => [
      ...reader.push(Buffer.alloc(0)),
      ...reader.push(Buffer.of(byte)),
    ]);

    expect(out.map(String)).toEqual(['x']);
    expect(wire).toHaveLength(FRAME_HEADER_BYTES + 1);
  });
});

describe('a status', () => {
  test('of any message comes back, and is printable on the wire', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const encoded = encodeMessage(message);

        expect(encoded).toMatch(/^[\x20-\x7e]*$/);
        expect(errorFromTrailers({ 'grpc-status': '2', 'grpc-message': encoded })?.message).toBe(
          Buffer.from(message).toString(),
        );
      }),
    );
  });

  test('has its details, with padding and without, and does without what is none', () => {
    const detail = { typeUrl: 'a/b', value: Buffer.from('value') };
    const full = RpcStatus.encode({ code: 5, message: 'full', details: [detail] }).finish();
    const base64 = Buffer.from(full).toString('base64');
    const read = (details: string) =>
      errorFromTrailers({
        'grpc-status': '5',
        'grpc-message': 'short',
        'grpc-status-details-bin': details,
      });

    for (const text of [base64, base64.replace(/=+$/, '')]) {
      expect(read(text)).toMatchObject({ code: 5, message: 'full', details: [{ typeUrl: 'a/b' }] });
    }
    for (let cut = 1; cut < full.length; cut++) {
      const cutOff = Buffer.from(full.subarray(0, cut)).toString('base64');
      expect(read(cutOff)?.code).toBe(5);
      expect(['full', 'short']).toContain(read(cutOff)?.message);
    }
  });

  test('of OK is no error, and none at all is one', () => {
    expect(errorFromTrailers({ 'grpc-status': '0', 'grpc-message': 'x' })).toBeUndefined();
    expect(errorFromTrailers({})).toMatchObject({ code: RPC.INTERNAL });
  });
});

test('ids are 25 characters, as BuildKit has them, and no two are the same', () => {
  const ids = Array.from({ length: 2000 }, newId);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[0-9a-z]{25}$/.test(id))).toEqual([]);
  // Each place takes many values: none is a constant or a part of a clock.
  for (let place = 0; place < 25; place++) {
    expect(new Set(ids.map((id) => id[place])).size).toBeGreaterThan(20);
  }
});
