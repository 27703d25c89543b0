import fc from 'fast-check';
import { compareUtf8 } from '../../../lib/llb/wire/utf8-order';
import { compareRows, goTables } from '../go-tables';

const text = fc.string({ unit: 'binary', maxLength: 6 });
/** Few characters on both sides of each border, so that texts share beginnings. */
const close = fc
  .array(fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'), {
    maxLength: 4,
  })
  .map((units) => units.join(''));

test("sorts as Go's slices.Sort does", () => {
  const { ours, go } = compareRows(goTables().sorted, (texts) => [...texts].sort(compareUtf8));
  expect(ours).toEqual(go);
});

test('is the order of the bytes at every border', () => {
  fc.assert(
    fc.property(close, close, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});

test('is the order of code points', () => {
  const character = fc
    .integer({ min: 0, max: 0x10ffff })
    .filter((at) => at < 0xd800 || at > 0xdfff);
  fc.assert(
    fc.property(text, character, character, (before, a, b) => {
      const order = compareUtf8(before + String.fromCodePoint(a), before + String.fromCodePoint(b));
      expect(Math.sign(order)).toBe(Math.sign(a - b));
    }),
  );
});

test('is zero for equal texts alone, and turned round when they are', () => {
  fc.assert(
    fc.property(close, close, (a, b) => {
      expect(compareUtf8(a, b) === 0).toBe(a === b);
      expect(Math.sign(compareUtf8(a, b)) + Math.sign(compareUtf8(b, a))).toBe(0);
    }),
  );
});

test('a beginning comes before the whole', () => {
  fc.assert(
    fc.property(close, close.filter(Boolean), (start, rest) => {
      expect(compareUtf8(start, start + rest)).toBeLessThan(0);
    }),
  );
});
