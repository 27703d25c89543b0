import fc from 'fast-check';
import protobuf from 'protobufjs/minimal';
import { WireWriter } from '../../../lib/llb/wire/writer';
import { wireInt64, wireText } from '../arbitrary-ops';
import { hex } from '../decoded';

/** One thing to write, for our writer and for that of protobufjs. */
interface Instruction {
  readonly ours: (writer: WireWriter) => void;
  readonly theirs: (writer: protobuf.Writer) => void;
}

const field = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 29 - 1 }));
const tag = (number: number, wireType: number): number => number * 8 + wireType;

const value: fc.Arbitrary<Instruction> = fc.oneof(
  fc.tuple(field, wireText).map(([number, text]) => ({
    ours: (to: WireWriter) => to.element(number, text),
    theirs: (to: protobuf.Writer) => to.uint32(tag(number, 2)).string(text),
  })),
  fc.tuple(field, fc.uint8Array({ maxLength: 300 })).map(([number, bytes]) => ({
    ours: (to: WireWriter) => to.bytesElement(number, bytes),
    theirs: (to: protobuf.Writer) => to.uint32(tag(number, 2)).bytes(bytes),
  })),
  fc.tuple(field, fc.integer()).map(([number, int]) => ({
    ours: (to: WireWriter) => to.intElement(number, int),
    theirs: (to: protobuf.Writer) => to.uint32(tag(number, 0)).int32(int),
  })),
  fc.tuple(field, fc.constant(true)).map(([number, bool]) => ({
    ours: (to: WireWriter) => to.bool(number, bool),
    theirs: (to: protobuf.Writer) => to.uint32(tag(number, 0)).bool(bool),
  })),
);

const message: fc.Arbitrary<Instruction> = fc.letrec<{ node: Instruction; deep: Instruction }>(
  (tie) => ({
    deep: fc.tuple(field, fc.array(tie('node'), { maxLength: 4 })).map(([number, parts]) => ({
      ours: (to: WireWriter) => {
        const mark = to.open(number);
        for (const part of parts) part.ours(to);
        to.close(mark);
      },
      theirs: (to: protobuf.Writer) => {
        to.uint32(tag(number, 2)).fork();
        for (const part of parts) part.theirs(to);
        to.ldelim();
      },
    })),
    node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, value, tie('deep')),
  }),
).node;

function written(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  writer.reset();
  write(writer);
  return writer.take();
}

test('writes what protobufjs writes, for messages of any depth', () => {
  const writer = new WireWriter();
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), (instructions) => {
      writer.reset();
      const other = protobuf.Writer.create();
      for (const { ours, theirs } of instructions) {
        ours(writer);
        theirs(other);
      }
      expect(hex(writer.take())).toBe(hex(other.finish()));
    }),
    { numRuns: 500 },
  );
});

test('numbers of 64 bits take the bytes of their two halves', () => {
  fc.assert(
    fc.property(wireInt64, (number) => {
      let rest = BigInt.asUintN(64, number);
      const bytes: number[] = [];
      for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
      bytes.push(Number(rest));
      expect([...written((to) => to.integer(number))]).toEqual(bytes);
      if (Number.isSafeInteger(Number(number))) {
        expect([...written((to) => to.integer(Number(number)))]).toEqual(bytes);
      }
    }),
  );
});

test('zeros, false and the empty text are left out where a field is named', () => {
  const bytes = written((to) => {
    to.string(1, '');
    to.bytes(2, new Uint8Array());
    to.bool(3, false);
    to.int(4, 0);
    to.int(5, 0n);
    to.int(6, -0);
  });
  expect(hex(bytes)).toBe('');
});

test('elements of lists and members of a oneof are written even when they are zero', () => {
  const bytes = written((to) => {
    to.element(1, '');
    to.bytesElement(2, new Uint8Array());
    to.intElement(3, 0);
  });
  expect(hex(bytes)).toBe('0a0012001800');
});

test.each([0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])(
  'a message of %i bytes has a length of as few bytes as can be',
  (size) => {
    const inner = Buffer.alloc(size, 7);
    const bytes = written((to) => {
      const mark = to.open(1);
      to.raw(inner);
      to.close(mark);
    });
    const theirs = protobuf.Writer.create().uint32(10).bytes(inner).finish();
    expect(Buffer.compare(bytes, theirs)).toBe(0);
  },
);

test.each([95, 96, 97, 127, 128, 40_000])('text of %i characters keeps every one', (length) => {
  for (const text of ['a'.repeat(length), `${'a'.repeat(length - 1)}é`, 'é'.repeat(length)]) {
    const theirs = protobuf.Writer.create().uint32(10).string(text).finish();
    expect(
      Buffer.compare(
        written((to) => to.element(1, text)),
        theirs,
      ),
    ).toBe(0);
  }
});

test('half of a surrogate pair is refused, wherever it stands', () => {
  fc.assert(
    fc.property(wireText, wireText, fc.integer({ min: 0xd800, max: 0xdfff }), (a, b, unit) => {
      const text = `${a} ${String.fromCharCode(unit)} ${b}`;
      expect(() => written((to) => to.element(1, text))).toThrow(
        expect.objectContaining({ code: 'E_LLB_TEXT' }),
      );
    }),
  );
});

test('what was taken is not touched by what is written later', () => {
  const sizes = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 70_000 })), {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const writer = new WireWriter();
      const taken = lengths.map((length, index) => {
        writer.reset();
        writer.raw(Buffer.alloc(length, index + 1));
        return writer.take();
      });
      for (const [index, bytes] of taken.entries()) {
        expect(Buffer.compare(bytes, Buffer.alloc(lengths[index] ?? 0, index + 1))).toBe(0);
      }
    }),
    { numRuns: 30 },
  );
});

test('a message that ends where a slab ends is whole', () => {
  // One byte is kept free for the length; here two more do not fit into the slab.
  for (let size = 65_528; size < 65_536; size++) {
    const writer = new WireWriter();
    const large = Buffer.alloc(size - 2, 7);
    writer.reset();
    const mark = writer.open(1);
    writer.raw(large);
    writer.close(mark);
    const theirs = protobuf.Writer.create().uint32(10).bytes(large).finish();
    expect(Buffer.compare(writer.take(), theirs)).toBe(0);
  }
});

test('a message that was not taken leaves no trace', () => {
  const writer = new WireWriter();
  writer.reset();
  writer.element(1, 'first');
  const first = writer.take();
  writer.reset();
  writer.open(2);
  writer.element(1, 'dropped');
  writer.reset();
  writer.element(1, 'second');
  expect(Buffer.from(writer.take()).toString()).toBe('\n\x06second');
  expect(Buffer.from(first).toString()).toBe('\n\x05first');
});
