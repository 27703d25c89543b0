import fc from 'fast-check';
import { BuildError } from '../../../lib/errors';
import { decodeOp, encodeOp } from '../../../lib/llb';
import { MAX_OP_VALUES } from '../../../lib/llb/wire/decode-op';
import { WireWriter } from '../../../lib/llb/wire/writer';
import { plain, wireOp } from '../arbitrary-ops';

const malformed = (what: string): Error =>
  expect.objectContaining({ code: 'E_LLB_DECODE', message: `definition is malformed: ${what}` });

/** The op, or undefined for a typed refusal; any other failure fails the test. */
function read(bytes: Uint8Array): unknown {
  try {
    return plain(decodeOp(bytes));
  } catch (error) {
    if (BuildError.is(error)) return undefined;
    throw error;
  }
}

function written(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  writer.reset();
  write(writer);
  return writer.take();
}

test('random bytes are an op or are refused with a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      read(bytes);
    }),
    { numRuns: 5000 },
  );
});

test('an op that is cut off is refused, or is an op without its last fields', () => {
  fc.assert(
    fc.property(wireOp, fc.nat(), (op, at) => {
      const bytes = encodeOp(op);
      fc.pre(bytes.length > 0);
      const cut = read(bytes.subarray(0, at % bytes.length));
      if (cut !== undefined) expect(cut).not.toEqual(plain(op));
    }),
    { numRuns: 1000 },
  );
});

test('an op with a changed byte is refused or read, and never fails otherwise', () => {
  fc.assert(
    fc.property(wireOp, fc.nat(), fc.integer({ min: 1, max: 255 }), (op, at, change) => {
      const bytes = Buffer.from(encodeOp(op));
      fc.pre(bytes.length > 0);
      const index = at % bytes.length;
      bytes[index] = ((bytes[index] ?? 0) + change) & 255;
      read(bytes);
    }),
    { numRuns: 3000 },
  );
});

test('fields that nobody knows yet change nothing, wherever they stand', () => {
  const field = fc.integer({ min: 100, max: 2 ** 28 });
  const unknown = fc.oneof(
    fc
      .tuple(field, fc.nat())
      .map(([number, value]) => written((to) => to.intElement(number, value))),
    fc.tuple(field, fc.string()).map(([number, text]) => written((to) => to.element(number, text))),
    field.map((number) => written((to) => to.raw(fixed(number, 1, 8)))),
    field.map((number) => written((to) => to.raw(fixed(number, 5, 4)))),
    field.map((number) => Buffer.concat([fixed(number, 3, 0), fixed(number, 4, 0)])),
  );
  fc.assert(
    fc.property(wireOp, unknown, unknown, ({ body, ...rest }, before, after) => {
      const parts = [before, encodeOp(rest), after, encodeOp({ inputs: [], body }), before];
      expect(read(Buffer.concat(parts))).toEqual(plain({ ...rest, body }));
    }),
    { numRuns: 500 },
  );
});

/** A tag, and as many zeros behind it. */
function fixed(field: number, wireType: number, size: number): Uint8Array {
  return written((writer) => {
    writer.integer(field * 8 + wireType);
    writer.raw(new Uint8Array(size));
  });
}

test('the order of fields makes no difference', () => {
  fc.assert(
    fc.property(wireOp, ({ inputs, platform, constraints, body }) => {
      const parts = [{ inputs: [], body }, { inputs: [], constraints }, { inputs }];
      const bytes = [...parts, { inputs: [], platform }].map(encodeOp);
      expect(read(Buffer.concat(bytes))).toEqual(plain({ inputs, platform, constraints, body }));
    }),
  );
});

test('a repeated number is read packed or not, as the wire may hold either', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 5 }), fc.nat({ max: 5 }), (codes, at) => {
      const exec = written((writer) => {
        const body = writer.open(2);
        const meta = writer.open(1);
        for (const code of codes.slice(0, at)) writer.intElement(12, code);
        const packed = writer.open(12);
        for (const code of codes.slice(at)) writer.integer(code);
        writer.close(packed);
        writer.close(meta);
        writer.close(body);
      });
      expect(read(exec)).toMatchObject({ body: { meta: { validExitCodes: codes } } });
    }),
  );
});

test.each([
  ['two bodies', [0x12, 0, 0x1a, 0], 'an op has two bodies'],
  ['twice the same body', [0x12, 0, 0x12, 0], 'an op has two bodies'],
  ['two actions in one', [0x22, 6, 0x12, 4, 0x32, 0, 0x3a, 0], 'a file action does two things'],
  ['an input that is a number', [0x08, 1], 'field 1 has wire type 0, not 2'],
  ['a body that is a number', [0x10, 1], 'field 2 has wire type 0, not 2'],
  ['an index that is text', [0x0a, 3, 0x12, 1, 0x61], 'field 2 has wire type 2, not 0'],
  [
    'an index of 2^53',
    [0x0a, 9, 0x10, ...Array(7).fill(0x80), 0x10],
    'index 9007199254740992 is out of range',
  ],
  [
    'an index of -2^63',
    [0x0a, 11, 0x10, ...Array(9).fill(0x80), 1],
    'index -9223372036854776000 is out of range',
  ],
  ['a group as input', [0x0b, 0x0c], 'field 1 has wire type 3, not 2'],
])('an op with %s is refused', (_name, bytes, what) => {
  expect(() => decodeOp(Buffer.from(bytes))).toThrow(malformed(what));
});

test('the largest index that a number can hold is read', () => {
  const bytes = Buffer.from([0x0a, 9, 0x10, ...Array(7).fill(0xff), 0x0f]);
  expect(decodeOp(bytes).inputs).toEqual([{ digest: '', index: Number.MAX_SAFE_INTEGER }]);
});

test('an op may hold so many values and no more', () => {
  const withArgs = (count: number): Uint8Array =>
    written((writer) => {
      const body = writer.open(2);
      const meta = writer.open(1);
      writer.raw(Buffer.alloc(2 * count, Buffer.from([0x0a, 0])));
      writer.close(meta);
      writer.close(body);
    });
  const most = MAX_OP_VALUES - 2;
  expect(decodeOp(withArgs(most)).body).toMatchObject({ meta: { args: { length: most } } });
  expect(() => decodeOp(withArgs(most + 1))).toThrow(
    expect.objectContaining({ code: 'E_LLB_LIMIT', message: 'definition holds too many values' }),
  );
});

test('a later value of a field wins, and a later entry of a map', () => {
  const bytes = written((writer) => {
    const mark = writer.open(3);
    for (const text of ['before', 'after']) {
      writer.element(1, text);
      const entry = writer.open(2);
      writer.element(1, 'key');
      writer.element(2, text);
      writer.close(entry);
    }
    writer.close(mark);
  });
  expect(read(bytes)).toEqual({
    inputs: [],
    body: { kind: 'source', identifier: 'after', attrs: { key: 'after' } },
  });
});

test('an entry of a map without key or value has the empty text there', () => {
  const bytes = written((writer) => {
    const mark = writer.open(3);
    writer.close(writer.open(2));
    writer.close(mark);
  });
  expect(read(bytes)).toMatchObject({ body: { attrs: { '': '' } } });
});
