import fc from 'fast-check';
import { block, bytewise, line, list, members, SchemaReader } from '../../lib/json';

const text = fc.string({ unit: 'binary', maxLength: 8 }).filter((one) => one !== '__proto__');
const record = fc.dictionary(text, fc.array(text, { maxLength: 3 }), { maxKeys: 6 });

/** The layout of a record of lists, as the lock has it. */
const laidOut = (value: Readonly<Record<string, readonly string[]>>) =>
  block(
    '',
    members(value, (items) => list('  ', items)),
  );

test('what is laid out is read as what it was', () => {
  fc.assert(
    fc.property(record, (value) => {
      expect(JSON.parse(laidOut(value))).toEqual({ ...value });
    }),
  );
});

test('the text is the same in whatever order the keys were set, and has them in UTF-8 order', () => {
  fc.assert(
    fc.property(record, (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      const keys = members(value, String).map(([key]) => Buffer.from(key));

      expect(laidOut(turned)).toBe(laidOut(value));
      expect(keys).toEqual([...keys].sort(Buffer.compare));
    }),
  );
});

test('one thing more is one line more, and no line that was there changes but for its comma', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 6 }), fc.nat(), (items, n) => {
      const at = n % items.length;
      const without = items.filter((_, index) => index !== at);
      const lines = (some: readonly string[]) =>
        list('', some)
          .split('\n')
          .map((one) => one.replace(/,$/, ''));
      fc.pre(without.length > 0);

      expect(lines(items).filter((_, index) => index !== at + 1)).toEqual(lines(without));
    }),
  );
});

test('a line has no line feed, whatever its values', () => {
  fc.assert(
    fc.property(fc.dictionary(text, fc.option(text, { nil: undefined })), (value) => {
      const shown = line(value);

      expect(shown).not.toContain('\n');
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order of texts is total, and that of the bytes', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(bytewise(a, b)) + Math.sign(bytewise(b, a))).toBe(0);
      expect(bytewise(a, b) === 0).toBe(Buffer.from(a).equals(Buffer.from(b)));
    }),
  );
});

describe('what is read from JSON', () => {
  const schema = new SchemaReader('E_LOCK_FORMAT', 'x.json');
  const readers = {
    object: (value: unknown) => schema.object(value, 'a'),
    text: (value: unknown) => schema.text(value, 'a'),
    texts: (value: unknown) => schema.texts(value, 'a'),
    size: (value: unknown) => schema.size(value, 'a'),
    list: (value: unknown) => schema.list(value, 'a', (item) => item),
    record: (value: unknown) => schema.record(value, 'a', (item) => item),
  };

  test.each(Object.entries(readers))('as %s is given back, or its place is told', (_, read) => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
        try {
          expect(read(value)).toEqual(value);
        } catch (error) {
          expect(error).toMatchObject({
            code: 'E_LOCK_FORMAT',
            message: expect.stringMatching(/^x\.json: a(\[\d+\])? has the wrong form$/),
            details: { fix: 'restore the committed file' },
          });
        }
      }),
    );
  });

  test('is told in short, however long it is', () => {
    expect(() => schema.size('x'.repeat(5000), 'a')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ got: expect.stringMatching(/^.{100,120}$/) }),
      }),
    );
  });

  test.each([-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '1', null])(
    'as a size is no %p',
    (value) => {
      expect(() => schema.size(value, 'a')).toThrow('x.json: a has the wrong form');
    },
  );
});
