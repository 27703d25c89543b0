import fc from 'fast-check';
import { checkText } from '../../../lib/llb/wire/text';

const whole = fc.string({ unit: 'binary' });

test('whole characters of every width pass as they are', () => {
  fc.assert(
    fc.property(whole, (text) => {
      expect(checkText(text)).toBe(text);
    }),
  );
});

test('any half of a pair is refused, and the error says which character it is', () => {
  const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
  fc.assert(
    fc.property(whole, half, whole, (before, unit, after) => {
      // A letter on each side, so that the half finds no other half.
      const text = `${before}a${unit}b${after}`;
      expect(() => checkText(text)).toThrow(
        expect.objectContaining({
          code: 'E_LLB_TEXT',
          details: {
            got: `half of a surrogate pair at character ${before.length + 1}`,
            expected: 'text made of whole characters',
          },
        }),
      );
    }),
  );
});

test('the halves of a pair in the wrong order are refused', () => {
  expect(() => checkText('\ude00\ud83d')).toThrow('text "\\ude00\\ud83d" has no UTF-8 form');
});

test('a long text is shown by its beginning', () => {
  expect(() => checkText(`${'a'.repeat(200)}\ud800`)).toThrow(
    `text "${'a'.repeat(80)}…" has no UTF-8 form`,
  );
});
