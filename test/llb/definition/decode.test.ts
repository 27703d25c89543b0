import fc from 'fast-check';
import { BuildError } from '../../../lib/errors';
import { Definition, digestOf, encodeOp, image, scratch } from '../../../lib/llb';
import { terminalOp } from '../../../lib/llb/wire/encode-op';
import { WireWriter } from '../../../lib/llb/wire/writer';
import { definition } from '../arbitrary-metadata';
import { digests, hex, marshal } from '../decoded';

function written(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  writer.reset();
  write(writer);
  return writer.take();
}

const ofOps = (...ops: readonly Uint8Array[]): Uint8Array =>
  written((to) => {
    for (const op of ops) to.bytesElement(1, op);
  });

/** The definition, or undefined for a typed refusal; any other failure fails the test. */
function read(bytes: Uint8Array): Definition | undefined {
  try {
    return Definition.fromBytes(bytes);
  } catch (error) {
    if (BuildError.is(error)) return undefined;
    throw error;
  }
}

test('random bytes are a definition or are refused with a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      read(bytes);
    }),
    { numRuns: 3000 },
  );
});

test('a definition with changed bytes is refused, or can be used in every way', () => {
  const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(definition, fc.array(change, { minLength: 1, maxLength: 3 }), (whole, changes) => {
      const bytes = Buffer.from(whole.toBytes());
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const changed = read(bytes);
      if (changed === undefined) return;
      expect(hex(read(changed.toBytes())?.toBytes() ?? Buffer.of())).toBe(hex(changed.toBytes()));
      for (const digest of digests(changed)) changed.locations(digest);
      expect(changed.withIgnoreCache().ops).toEqual(changed.ops);
    }),
    { numRuns: 500 },
  );
});

test('a definition that is cut off is refused, or has fewer parts', () => {
  fc.assert(
    fc.property(definition, fc.nat(), (whole, at) => {
      const bytes = whole.toBytes();
      const cut = read(bytes.subarray(0, at % bytes.length));
      if (cut !== undefined) expect(cut.toBytes().length).toBeLessThan(bytes.length);
    }),
    { numRuns: 300 },
  );
});

test('no bytes are scratch', () => {
  const empty = Definition.fromBytes(new Uint8Array());
  expect([empty.ops, empty.head, empty.source]).toEqual([[], undefined, undefined]);
  expect(empty.digest).toBe(marshal(scratch()).digest);
});

const base = encodeOp({ inputs: [], body: { kind: 'source', identifier: 'local://x', attrs: {} } });
const result = (bytes: Uint8Array): Uint8Array =>
  terminalOp({ digest: digestOf(bytes), index: 0 }).bytes;

test('an edge to an op that is not there is named', () => {
  const digest = digestOf(Buffer.from('elsewhere'));
  const op = encodeOp({ inputs: [{ digest, index: 0 }], body: { kind: 'merge', inputs: [0] } });
  expect(() => Definition.fromBytes(ofOps(base, op, result(op)))).toThrow(
    expect.objectContaining({
      code: 'E_LLB_DECODE',
      message: `op ${digestOf(op)} uses an op that is not there`,
      details: { got: digest },
    }),
  );
});

test.each([
  [
    'an op without body before the last',
    ofOps(encodeOp({ inputs: [] }), base, result(base)),
    'a body',
  ],
  ['a last op without result', ofOps(base), 'a last op that names the result'],
])('%s does nothing', (_name, bytes, expected) => {
  expect(() => Definition.fromBytes(bytes)).toThrow(
    expect.objectContaining({
      code: 'E_LLB_DECODE',
      message: expect.stringContaining('does nothing'),
      details: { expected },
    }),
  );
});

test('the digest of an op is that of its bytes, whatever metadata says', () => {
  const bytes = written((to) => {
    to.raw(ofOps(base, result(base)));
    const entry = to.open(2);
    to.element(1, 'sha256:made-up');
    const own = to.open(2);
    to.bool(1, true);
    to.close(own);
    to.close(entry);
  });
  const found = Definition.fromBytes(bytes);
  expect(found.ops[0]?.digest).toBe(digestOf(base));
  expect(found.metadata.get('sha256:made-up')?.ignoreCache).toBe(true);
  expect(found.metadata.has(digestOf(base))).toBe(false);
});

describe('limits', () => {
  const many = ofOps(...Array.from({ length: 9 }, () => base), result(base));

  test('as many ops as the limit are read, one more is not', () => {
    expect(Definition.fromBytes(many, { maxOps: 10 }).ops.length).toBe(10);
    expect(() => Definition.fromBytes(many, { maxOps: 9 })).toThrow(
      expect.objectContaining({ code: 'E_LLB_LIMIT', message: 'definition has more than 9 ops' }),
    );
  });

  test('as many values as the limit are read, fewer are not', () => {
    const bytes = marshal(image('a', { description: { k: 'v' } })).toBytes();
    const least = [...Array(200).keys()].find((maxValues) => {
      try {
        return Definition.fromBytes(bytes, { maxValues }).ops.length > 0;
      } catch {
        return false;
      }
    });
    expect(least).toBeGreaterThan(5);
    expect(() => Definition.fromBytes(bytes, { maxValues: (least ?? 0) - 1 })).toThrow(
      expect.objectContaining({ code: 'E_LLB_LIMIT', message: 'definition holds too many values' }),
    );
  });

  test('as many definitions in each other as the limit are read, one more is not', () => {
    let bytes = new Uint8Array();
    for (let depth = 0; depth < 4; depth++) {
      const inner = bytes;
      bytes = Uint8Array.from(
        written((to) => {
          const record = to.open(3);
          const info = to.open(2);
          to.bytesElement(3, inner);
          to.close(info);
          to.close(record);
        }),
      );
    }
    expect(Definition.fromBytes(bytes, { maxDepth: 4 }).source?.infos.length).toBe(1);
    expect(() => Definition.fromBytes(bytes, { maxDepth: 3 })).toThrow(
      expect.objectContaining({ code: 'E_LLB_LIMIT', message: 'definition is nested too deep' }),
    );
  });
});

test('two source records are refused, as one would be lost', () => {
  const bytes = written((to) => {
    to.close(to.open(3));
    to.close(to.open(3));
  });
  expect(() => Definition.fromBytes(bytes)).toThrow('it has two source records');
});

test('a line in a file that is not there is refused', () => {
  const bytes = written((to) => {
    const record = to.open(3);
    const entry = to.open(1);
    const places = to.open(2);
    to.close(to.open(1));
    to.close(places);
    to.close(entry);
    to.close(record);
  });
  expect(() => Definition.fromBytes(bytes)).toThrow('source 0 is missing');
});

test('a name that JavaScript knows is a name like any other', () => {
  const description = JSON.parse('{"__proto__":"a","constructor":"b"}');
  const { metadata, ops } = Definition.fromBytes(marshal(image('a', { description })).toBytes());
  expect(Object.entries(metadata.get(ops[0]?.digest ?? '')?.description ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});
