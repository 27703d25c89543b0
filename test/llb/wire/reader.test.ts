import fc from 'fast-check';
import { BuildError } from '../../../lib/errors';
import { WireReader } from '../../../lib/llb/wire/reader';
import { WireWriter } from '../../../lib/llb/wire/writer';
import { wireInt32, wireInt64, wireText, wireUint32, wireUint64 } from '../arbitrary-ops';

const reader = (bytes: Uint8Array, left = 1000): WireReader => new WireReader(bytes, { left });

/** A reader at the one field of a message. */
function at(write: (writer: WireWriter) => void): WireReader {
  const writer = new WireWriter();
  writer.reset();
  write(writer);
  const opened = reader(writer.take());
  expect(opened.next()).toBe(true);
  return opened;
}

const number = (value: number | bigint): WireReader =>
  at((writer) => {
    writer.integer(8);
    writer.integer(value);
  });

/** A number in as many bytes as may be, as a careless writer would write it. */
function padded(value: bigint, length: number): WireReader {
  const bytes = Array.from({ length }, (_, index) =>
    Number((BigInt.asUintN(64, value) >> BigInt(7 * index)) & 0x7fn),
  );
  for (let index = 0; index < length - 1; index++) bytes[index] = (bytes[index] ?? 0) | 0x80;
  const opened = reader(Buffer.from([8, ...bytes]));
  opened.next();
  return opened;
}

const malformed = (what: string): Error =>
  expect.objectContaining({
    code: 'E_LLB_DECODE',
    message: expect.stringContaining(`definition is malformed: ${what}`),
  });

describe('numbers are read as they were written', () => {
  test('int32', () => {
    fc.assert(
      fc.property(wireInt32, (value) => {
        expect(number(value).int32()).toBe(value);
      }),
    );
  });

  test('uint32', () => {
    fc.assert(
      fc.property(wireUint32, (value) => {
        expect(number(value).uint32()).toBe(value);
      }),
    );
  });

  test('int64', () => {
    fc.assert(
      fc.property(wireInt64, (value) => {
        expect(number(value).int64()).toBe(value);
      }),
    );
  });

  test('uint64', () => {
    fc.assert(
      fc.property(wireUint64, (value) => {
        expect(number(value).uint64()).toBe(value);
      }),
    );
  });

  test('an index, of every size that a number holds', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat({ max: 52 }), (value, shift) => {
        const index = Math.trunc(value / 2 ** shift);
        expect(number(index).index()).toBe(index + 0);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a number may be longer than it must be', () => {
  fc.assert(
    fc.property(wireInt64, fc.integer({ min: 0, max: 9 }), (value, extra) => {
      const shortest = Math.max(1, Math.ceil(BigInt.asUintN(64, value).toString(2).length / 7));
      const length = Math.min(10, shortest + extra);
      expect(padded(value, length).int64()).toBe(value);
      expect(padded(value, length).bool()).toBe(value !== 0n);
    }),
  );
});

test('a number of 64 bits is cut to its field as protobuf cuts it', () => {
  fc.assert(
    fc.property(wireUint64, (value) => {
      expect(number(value).int32()).toBe(Number(BigInt.asIntN(32, value)));
      expect(number(value).uint32()).toBe(Number(BigInt.asUintN(32, value)));
    }),
  );
});

test.each([
  ['a number of 65 bits', [8, ...Array(9).fill(0xff), 2], 'a number has more than 64 bits'],
  ['a number of 11 bytes', [8, ...Array(11).fill(0x80)], 'a number is longer than 10 bytes'],
  ['a number that is cut off', [8, 0x80], 'it ends in the middle of a number'],
  ['no number at all', [8], 'it ends in the middle of a number'],
])('%s is refused', (_name, bytes, what) => {
  const opened = reader(Buffer.from(bytes));
  opened.next();
  expect(() => opened.int64()).toThrow(malformed(what));
});

describe('text and bytes', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(wireText, fc.uint8Array({ maxLength: 200 }), (text, bytes) => {
        expect(at((writer) => writer.element(1, text)).string()).toBe(text);
        const read = at((writer) => writer.bytesElement(1, bytes)).bytes();
        expect(Buffer.from(read).equals(bytes)).toBe(true);
      }),
    );
  });

  test('a byte order mark is a character like any other', () => {
    expect(at((writer) => writer.element(1, '\ufeffa')).string()).toBe('\ufeffa');
  });

  test('bytes that are no UTF-8 are no text, short or long', () => {
    const valid = (bytes: Uint8Array): boolean =>
      Buffer.from(bytes).toString('utf8').includes('\ufffd');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), (bytes) => {
        fc.pre(valid(bytes) && !Buffer.from(bytes).includes('\ufffd'));
        expect(() => at((writer) => writer.bytesElement(1, bytes)).string()).toThrow(
          malformed('a string is not UTF-8'),
        );
      }),
    );
  });

  test.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a character that is cut off', [0xe2, 0x82]],
    ['a lone continuation', [0x80]],
  ])('%s is no text', (_name, bytes) => {
    const opened = at((writer) => writer.bytesElement(1, Buffer.from(bytes)));
    expect(() => opened.string()).toThrow(malformed('a string is not UTF-8'));
  });

  test('a length beyond the end of the message is refused, also inside a larger one', () => {
    const inner = at((writer) => {
      const mark = writer.open(1);
      writer.raw(Buffer.from([0x0a, 5, 0x61]));
      writer.close(mark);
      writer.raw(Buffer.alloc(20));
    }).message();
    inner.next();
    expect(() => inner.string()).toThrow(malformed('5 bytes are announced'));
  });
});

describe('a field', () => {
  test('has the number and the kind that it was written with', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 29 - 1 }), (field) => {
        const opened = at((writer) => writer.intElement(field, 1));
        expect([opened.field, opened.wireType]).toEqual([field, 0]);
      }),
    );
  });

  test('is given whole when it is skipped, of every kind', () => {
    const zeros = (size: number): number[] => Array(size).fill(0);
    for (const bytes of [
      [0x08, 0x96, 0x01],
      [0x09, ...zeros(8)],
      [0x0a, 2, 0x61, 0x62],
      [0x0d, ...zeros(4)],
      [0x0b, 0x08, 1, 0x13, 0x14, 0x12, 1, 0x61, 0x0c],
    ]) {
      const opened = reader(Buffer.from([...bytes, 0x10, 1]));
      opened.next();
      expect([...opened.skip()]).toEqual(bytes);
      expect([opened.next(), opened.field]).toEqual([true, 2]);
    }
  });

  test.each([
    ['eight bytes', [0x09, 0]],
    ['four bytes', [0x0d, 0, 0]],
    ['a group', [0x0b, 0x08, 1]],
    ['a group with another end', [0x0b, 0x14]],
    ['the end of a group', [0x0c]],
    ['wire type 6', [0x0e]],
    ['wire type 7', [0x0f]],
  ])('that is skipped is refused for %s that do not end', (_name, bytes) => {
    const opened = reader(Buffer.from(bytes));
    opened.next();
    expect(() => opened.skip()).toThrow(malformed(''));
  });

  test.each([
    ['number 0', [0x02, 0], 'a field has number 0'],
    ['a number beyond 29 bits', [0x80, 0x80, 0x80, 0x80, 0x10], 'a field number is out of range'],
  ])('with %s is refused', (_name, bytes, what) => {
    expect(() => reader(Buffer.from(bytes)).next()).toThrow(malformed(what));
  });

  test('of another kind is refused by every way to read it', () => {
    const text = (): WireReader => at((writer) => writer.element(1, 'a'));
    for (const read of [
      () => text().int32(),
      () => text().uint32(),
      () => text().int64(),
      () => text().uint64(),
      () => text().index(),
      () => text().bool(),
    ]) {
      expect(read).toThrow(malformed('field 1 has wire type 2, not 0'));
    }
    for (const read of [
      () => number(1).string(),
      () => number(1).bytes(),
      () => number(1).message(),
    ]) {
      expect(read).toThrow(malformed('field 1 has wire type 0, not 2'));
    }
  });
});

test('messages in messages are gone into and come out of', () => {
  fc.assert(
    fc.property(fc.array(wireText, { maxLength: 30 }), (texts) => {
      const opened = at((writer) => {
        const marks = texts.map((text) => {
          const mark = writer.open(1);
          writer.element(2, text);
          return mark;
        });
        for (const mark of marks.reverse()) writer.close(mark);
        writer.intElement(3, 7);
      });
      for (const [depth, text] of texts.entries()) {
        expect(opened.message().next()).toBe(true);
        expect(opened.string()).toBe(text);
        if (depth < texts.length - 1) expect(opened.next()).toBe(true);
      }
      for (const _ of texts) expect(opened.next()).toBe(false);
      if (texts.length > 0) expect(opened.next()).toBe(true);
      expect([opened.field, opened.int32()]).toEqual([3, 7]);
    }),
  );
});

test('a fault says where it was found', () => {
  const opened = reader(Buffer.from([0x0a, 9]));
  opened.next();
  const fail = (): unknown => opened.bytes();
  expect(fail).toThrow(expect.objectContaining({ details: { got: 'byte 2 of a message of 2' } }));
});

test('the budget is shared by all values, and spent by each', () => {
  const bytes = Buffer.from([0x0a, 0, 0x0a, 0, 0x0a, 0]);
  const readAll = (left: number): number => {
    const opened = reader(bytes, left);
    let count = 0;
    while (opened.next()) count += opened.bytes().length === 0 ? 1 : 0;
    return count;
  };
  expect(readAll(3)).toBe(3);
  expect(() => readAll(2)).toThrow(expect.objectContaining({ code: 'E_LLB_LIMIT' }));
});

test('random bytes are skipped to the end or refused with a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const opened = reader(bytes);
      const parts: Uint8Array[] = [];
      try {
        while (opened.next()) parts.push(opened.skip());
        expect(Buffer.concat(parts).equals(bytes)).toBe(true);
      } catch (error) {
        if (!BuildError.is(error)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});
