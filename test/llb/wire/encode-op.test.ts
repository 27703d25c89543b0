import fc from 'fast-check';
import { decodeOp, digestOf, encodeOp, type Op } from '../../../lib/llb';
import { terminalOp } from '../../../lib/llb/wire/encode-op';
import { plain, wireBody, wireOp, wireText } from '../arbitrary-ops';
import { hex } from '../decoded';
import { rewrittenBySchema } from '../upstream-schema';

const NOTHING: Op = { inputs: [] };

test('any op is read as it was written', () => {
  fc.assert(
    fc.property(wireOp, (op) => {
      expect(plain(decodeOp(encodeOp(op)))).toEqual(plain(op));
    }),
    { numRuns: 1000 },
  );
});

test("another implementation reads and writes it by BuildKit's schema without a loss", () => {
  fc.assert(
    fc.property(wireOp, (op) => {
      expect(plain(decodeOp(rewrittenBySchema('Op', encodeOp(op))))).toEqual(plain(op));
    }),
    { numRuns: 500 },
  );
});

test('another implementation writes the same bytes, if the body comes last', () => {
  fc.assert(
    fc.property(wireOp, ({ inputs, platform, constraints, body }) => {
      const parts = [{ inputs }, { inputs: [], platform, constraints }, { inputs: [], body }];
      const theirs = parts.map((part) => rewrittenBySchema('Op', encodeOp(part)));
      expect(hex(encodeOp({ inputs, platform, constraints, body }))).toBe(
        hex(Buffer.concat(theirs)),
      );
    }),
    { numRuns: 500 },
  );
});

test('the fields of a body that is a map stand in the order of their keys', () => {
  fc.assert(
    fc.property(fc.uniqueArray(wireText, { minLength: 2, maxLength: 6 }), (keys) => {
      const attrs = (list: readonly string[]): Record<string, string> =>
        Object.fromEntries(list.map((key) => [key, `<${key}>`]));
      const written = (list: readonly string[]): string =>
        hex(encodeOp({ inputs: [], body: { kind: 'source', identifier: '', attrs: attrs(list) } }));
      expect(written([...keys].reverse())).toBe(written(keys));
    }),
  );
});

test('an op is not touched by those written after it', () => {
  fc.assert(
    fc.property(fc.array(wireOp, { minLength: 2, maxLength: 20 }), (ops) => {
      const written = ops.map(encodeOp);
      const copies = written.map(hex);
      for (const op of ops) encodeOp(op);
      expect(written.map(hex)).toEqual(copies);
    }),
    { numRuns: 30 },
  );
});

test('bodies that differ have bytes that differ', () => {
  fc.assert(
    fc.property(wireBody, wireBody, (a, b) => {
      const isSame = JSON.stringify(plain(a), shown) === JSON.stringify(plain(b), shown);
      const [first, second] = [a, b].map((body) => hex(encodeOp({ inputs: [], body })));
      expect(first === second).toBe(isSame);
    }),
  );
});

function shown(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

describe('the bytes of', () => {
  test.each<[string, Op, string]>([
    ['nothing', NOTHING, ''],
    ['an input', { inputs: [{ digest: 'd', index: 0 }] }, '0a030a0164'],
    ['a second output', { inputs: [{ digest: 'd', index: 1 }] }, '0a050a01641001'],
    ['no constraint', { inputs: [], constraints: { filter: [] } }, '5a00'],
    ['an empty constraint', { inputs: [], constraints: { filter: [''] } }, '5a020a00'],
    ['an empty merge', { inputs: [], body: { kind: 'merge', inputs: [] } }, '3200'],
    [
      'a merge of the first input',
      { inputs: [], body: { kind: 'merge', inputs: [0] } },
      '32020a00',
    ],
    ['a diff of nothing', { inputs: [], body: { kind: 'diff' } }, '3a00'],
    [
      'a diff to scratch',
      { inputs: [], body: { kind: 'diff', lower: 0, upper: -1 } },
      '3a0f0a00120b08ffffffffffffffffff01',
    ],
    [
      'a passthrough',
      { inputs: [], body: { kind: 'passthrough', id: 'i', outputs: [0, 300] } },
      '42080a0169120300ac02',
    ],
    [
      'a builder of plain LLB',
      { inputs: [], body: { kind: 'build', builder: -1, inputs: { k: 0 }, attrs: {} } },
      '2a1208ffffffffffffffffff0112050a016b1200',
    ],
  ])('%s', (_name, op, bytes) => {
    expect(hex(encodeOp(op))).toBe(bytes);
  });
});

test('the last op of a definition names the result and has nothing else', () => {
  const { bytes, digest } = terminalOp({ digest: 'd', index: 2 });
  expect(hex(bytes)).toBe('0a050a01641002');
  expect(digest).toBe(digestOf(bytes));
});
