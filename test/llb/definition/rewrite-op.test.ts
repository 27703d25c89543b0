import fc from 'fast-check';
import { decodeOp, encodeOp, type Input, type SourceMessage } from '../../../lib/llb';
import { rewriteOp } from '../../../lib/llb/definition/rewrite-op';
import { WireWriter } from '../../../lib/llb/wire/writer';
import { plain, wireIndex, wireMap, wireOp, wireText } from '../arbitrary-ops';
import { hex } from '../decoded';

const source: fc.Arbitrary<SourceMessage> = fc.record({
  kind: fc.constant('source'),
  identifier: wireText,
  attrs: wireMap,
});

/** Other inputs for an op, as many as it has. */
function otherInputs(count: number): fc.Arbitrary<Input[]> {
  const input = fc.record({ digest: wireText, index: wireIndex });
  return fc.array(input, { minLength: count, maxLength: count });
}

const unknownField = fc
  .tuple(fc.integer({ min: 12, max: 2 ** 28 }), wireText)
  .map(([field, text]) => {
    const writer = new WireWriter();
    writer.reset();
    writer.element(field, text);
    return writer.take();
  });

test('the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(wireOp, (op) => {
      const bytes = encodeOp(op);
      expect(hex(rewriteOp(bytes, op.inputs, undefined))).toBe(hex(bytes));
    }),
  );
});

test('other inputs give the bytes of the op with those inputs', () => {
  const both = wireOp.chain((op) => fc.tuple(fc.constant(op), otherInputs(op.inputs.length)));
  fc.assert(
    fc.property(both, ([op, inputs]) => {
      expect(hex(rewriteOp(encodeOp(op), inputs, undefined))).toBe(
        hex(encodeOp({ ...op, inputs })),
      );
    }),
  );
});

test('another source gives the bytes of the op with that source', () => {
  fc.assert(
    fc.property(wireOp, source, source, (op, before, after) => {
      const bytes = encodeOp({ ...op, body: before });
      expect(hex(rewriteOp(bytes, op.inputs, after))).toBe(hex(encodeOp({ ...op, body: after })));
    }),
  );
});

test('fields that nobody knows yet stay, and stay in their places', () => {
  fc.assert(
    fc.property(wireOp, unknownField, unknownField, (op, first, last) => {
      const bytes = Buffer.concat([first, encodeOp(op), last]);
      const inputs = op.inputs.map(() => ({ digest: 'other', index: 0 }));
      const written = rewriteOp(bytes, inputs, undefined);
      expect(hex(written)).toBe(hex(Buffer.concat([first, encodeOp({ ...op, inputs }), last])));
      expect(plain(decodeOp(written))).toEqual(plain({ ...op, inputs }));
    }),
  );
});

test('inputs that stand behind the body stay behind it', () => {
  const input = encodeOp({ inputs: [{ digest: 'a', index: 1 }] });
  const body = encodeOp({ inputs: [], body: { kind: 'merge', inputs: [0, 0] } });
  const other = { digest: 'b', index: 2 };
  const written = rewriteOp(Buffer.concat([input, body, input]), [other, other], undefined);
  const expected = encodeOp({ inputs: [other] });
  expect(hex(written)).toBe(hex(Buffer.concat([expected, body, expected])));
});

test('the bytes that were given are as before', () => {
  fc.assert(
    fc.property(wireOp, source, (op, after) => {
      const bytes = Uint8Array.from(encodeOp(op));
      const before = hex(bytes);
      rewriteOp(bytes, op.inputs, after);
      expect(hex(bytes)).toBe(before);
    }),
  );
});
