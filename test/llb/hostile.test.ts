import { BuildError } from '../../lib/errors';
import { Definition, digestOf, image, mkfile, type State, scratch } from '../../lib/llb';
import { WireWriter } from '../../lib/llb/wire/writer';
import { referenceVectors } from './reference-vectors';

const platform = { os: 'linux', architecture: 'amd64' };
const writer = new WireWriter();

function written(write: () => void): Uint8Array {
  writer.reset();
  write();
  return writer.take();
}

function definitionOf(ops: readonly Uint8Array[]): Uint8Array {
  return written(() => {
    for (const op of ops) writer.bytesElement(1, op);
  });
}

function opOn(digest: string, field?: number): Uint8Array {
  return written(() => {
    const mark = writer.open(1);
    writer.string(1, digest);
    writer.close(mark);
    if (field !== undefined) writer.close(writer.open(field));
  });
}

const source = written(() => {
  const mark = writer.open(3);
  writer.string(1, 'local://x');
  writer.close(mark);
});

const decodeError = expect.objectContaining({ code: 'E_LLB_DECODE' });
const limitError = expect.objectContaining({ code: 'E_LLB_LIMIT' });

const real: State = image('alpine')
  .run({ args: ['x'], customName: 'n', source: { file: 'a.ts', line: 1, column: 1 } })
  .root.file(mkfile('/f', 0o644, 'data'));

describe('bytes that are no definition', () => {
  test('fails or reads something shorter for every truncation', () => {
    const bytes = real.marshal({ platform }).toBytes();
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length);
      try {
        expect(Definition.fromBytes(part).ops.length).toBeLessThanOrEqual(4);
      } catch (error) {
        expect(BuildError.is(error)).toBe(true);
      }
    }
  });

  test('fails with a typed error or reads, for every changed byte of real definitions', () => {
    let refused = 0;
    for (const { definition } of referenceVectors().slice(0, 5)) {
      const bytes = Buffer.from(definition, 'base64');
      for (let at = 0; at < Math.min(bytes.length, 1000); at++) {
        const changed = Buffer.from(bytes);
        changed[at] = ((changed[at] ?? 0) + 1 + (at % 254)) & 255;
        try {
          Definition.fromBytes(changed).toBytes();
        } catch (error) {
          expect(BuildError.is(error)).toBe(true);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(500);
  });

  test.each([
    ['text', Buffer.from('{"version":1}\n')],
    ['a number without end', Buffer.alloc(20, 0xff)],
    ['a field with number 0', Buffer.from([0x00, 0x00])],
    ['a length beyond the end', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f])],
    ['a length of 2^63', Buffer.from([0x0a, ...Array(8).fill(0xff), 0x7f])],
    ['a group that does not end', Buffer.from([0x9b, 0x06])],
    ['a group that was not open', Buffer.from([0x9c, 0x06])],
    ['a wire type that does not exist', Buffer.from([0x9f, 0x06])],
    ['ops that are numbers', Buffer.from([0x08, 0x01])],
    ['an empty op', Buffer.from([0x0a, 0x00])],
  ])('fails for %s', (_name, bytes) => {
    expect(() => Definition.fromBytes(bytes)).toThrow(decodeError);
  });

  test('fails for groups in groups without an end in sight', () => {
    const bytes = Buffer.alloc(100_000, Buffer.from([0x9b, 0x06]));
    expect(() => Definition.fromBytes(bytes)).toThrow(decodeError);
  });

  test('fails for text that is not UTF-8', () => {
    const op = written(() => {
      const mark = writer.open(3);
      writer.bytesElement(1, Buffer.from([0xff, 0xfe]));
      writer.close(mark);
    });
    expect(() => Definition.fromBytes(definitionOf([op, opOn(digestOf(op))]))).toThrow(decodeError);
  });
});

describe('graphs that are none', () => {
  test('fails for an edge to an op that is not there', () => {
    const bytes = definitionOf([source, opOn(digestOf(Buffer.from('other')))]);
    expect(() => Definition.fromBytes(bytes)).toThrow(decodeError);
  });

  test('fails for ops that name each other, as no digests can', () => {
    const a = opOn(digestOf(Buffer.from('b')), 2);
    const b = opOn(digestOf(a), 2);
    expect(() => Definition.fromBytes(definitionOf([a, b, opOn(digestOf(b))]))).toThrow(
      decodeError,
    );
  });

  test('fails for a last op that names no result', () => {
    expect(() => Definition.fromBytes(definitionOf([source]))).toThrow(decodeError);
  });

  test('fails for an op with two bodies', () => {
    const op = written(() => {
      writer.close(writer.open(2));
      writer.close(writer.open(3));
    });
    expect(() => Definition.fromBytes(definitionOf([op, opOn(digestOf(op))]))).toThrow(decodeError);
  });

  test('fails for a line in a file that is not there', () => {
    const bytes = written(() => {
      const record = writer.open(3);
      const entry = writer.open(1);
      writer.string(1, 'sha256:x');
      const places = writer.open(2);
      const place = writer.open(1);
      writer.int(1, 7);
      writer.close(place);
      writer.close(places);
      writer.close(entry);
      writer.close(record);
    });
    expect(() => Definition.fromBytes(bytes)).toThrow(decodeError);
  });
});

describe('sizes', () => {
  test('fails for more ops than the limit, before they are looked at', () => {
    const bytes = definitionOf(Array.from({ length: 101 }, () => source));
    expect(() => Definition.fromBytes(bytes, { maxOps: 100 })).toThrow(limitError);
  });

  test('fails for a million empty values in one op in bounded time', () => {
    const op = written(() => {
      const exec = writer.open(2);
      writer.raw(Buffer.alloc(4_000_000, Buffer.from([0x12, 0x00])));
      writer.close(exec);
    });
    expect(() => Definition.fromBytes(definitionOf([op, opOn(digestOf(op))]))).toThrow(limitError);
  });

  test('fails for more values in metadata than the limit', () => {
    const bytes = written(() => {
      for (let index = 0; index < 1000; index++) writer.close(writer.open(2));
    });
    expect(() => Definition.fromBytes(bytes, { maxValues: 500 })).toThrow(limitError);
    expect(Definition.fromBytes(bytes).metadata.size).toBe(1);
  });

  test('fails for definitions in definitions without an end in sight', () => {
    let bytes: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 1000; depth++) {
      const inner = bytes;
      bytes = Uint8Array.from(
        written(() => {
          const record = writer.open(3);
          const info = writer.open(2);
          writer.bytesElement(3, inner);
          writer.close(info);
          writer.close(record);
        }),
      );
    }
    expect(() => Definition.fromBytes(bytes)).toThrow(limitError);
  });

  test('reads a file of several megabytes in an op', () => {
    const data = Buffer.alloc(5_000_000, 7);
    const definition = scratch()
      .file(mkfile('/f', 0, data))
      .marshal({ platform });
    const body = Definition.fromBytes(definition.toBytes()).op(
      definition.ops[0]?.digest ?? '',
    )?.body;
    const action = body?.kind === 'file' ? body.actions[0]?.action : undefined;
    expect(action?.kind === 'mkfile' && Buffer.from(action.data).equals(data)).toBe(true);
  });
});
