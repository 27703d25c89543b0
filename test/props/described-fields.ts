import fc from 'fast-check';
import {
  either,
  type Field,
  type Fields,
  flag,
  list,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  shape,
  text,
  wholeNumber,
} from '../../lib/props';

/** A value that has one thing wrong, and the place of it below the field. */
export interface Wrong {
  readonly value: unknown;
  readonly at: string;
}

/** A field with values that fit it, and values with exactly one mistake. */
export interface Described<F = Field<unknown>> {
  readonly field: F;
  readonly valid: fc.Arbitrary<unknown>;
  readonly wrong: fc.Arbitrary<Wrong>;
}

const WORD = /^[a-z]{3,8}$/;
const here = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Wrong> =>
  values.map((value) => ({ value, at: '' }));

const NOTHING_OF_USE = [null, Symbol('x'), 7n, () => 7, new Map(), new Date(0)];

const LEAVES: readonly Described[] = [
  {
    field: text({ pattern: WORD, expected: 'a short word' }),
    valid: fc.stringMatching(WORD),
    wrong: here(
      fc.constantFrom<unknown>('A', '', 'four words are here', 7, true, ...NOTHING_OF_USE),
    ),
  },
  {
    field: flag(),
    valid: fc.boolean(),
    wrong: here(fc.constantFrom<unknown>('true', 0, 1, ...NOTHING_OF_USE)),
  },
  {
    field: wholeNumber({ min: 1, max: 9 }),
    valid: fc.integer({ min: 1, max: 9 }),
    wrong: here(fc.constantFrom<unknown>(0, 10, 1.5, Number.NaN, '1', ...NOTHING_OF_USE)),
  },
  {
    field: number({ min: -1 }),
    valid: fc.double({ min: -1, noNaN: true, noDefaultInfinity: true }),
    wrong: here(fc.constantFrom<unknown>(-1.1, Number.POSITIVE_INFINITY, '0', ...NOTHING_OF_USE)),
  },
  {
    field: oneOf('none', 'host'),
    valid: fc.constantFrom('none', 'host'),
    wrong: here(fc.constantFrom<unknown>('hosts', '', 1, ...NOTHING_OF_USE)),
  },
];

const NAME = text({ pattern: WORD, expected: 'a short word' });

function listOf({ field, valid, wrong }: Described): Described {
  const values = fc.array(valid, { minLength: 1, maxLength: 4 });
  return {
    field: list(field, { min: 1 }),
    valid: values,
    wrong: fc.oneof(
      here(fc.constantFrom<unknown>([], {}, ...NOTHING_OF_USE)),
      fc.tuple(values, wrong, fc.nat()).map(([all, one, seed]) => {
        const index = seed % all.length;
        return { value: all.with(index, one.value), at: `[${index}]${one.at}` };
      }),
    ),
  };
}

function recordOf({ field, valid, wrong }: Described): Described {
  const values = fc.dictionary(fc.stringMatching(WORD), valid, { maxKeys: 4 });
  return {
    field: record(NAME, field),
    valid: values,
    wrong: fc.oneof(
      here(fc.constantFrom<unknown>([], 'text', ...NOTHING_OF_USE)),
      fc.tuple(values, wrong).map(([all, one]) => ({
        value: { ...all, last: one.value },
        at: `.last${one.at}`,
      })),
      fc.tuple(values, valid).map(([all, one]) => ({
        value: { ...all, 'A B': one },
        at: '["A B"]',
      })),
    ),
  };
}

function functionOr({ field, valid, wrong }: Described): Described {
  const isWrong = ({ value }: Wrong) => !(value instanceof RegExp);
  const pattern: Field<RegExp> = {
    expected: 'a pattern',
    check: (value, place) =>
      value instanceof RegExp
        ? []
        : [{ place, message: 'no pattern', got: 'something', expected: 'a pattern' }],
  };
  return {
    field: either(pattern, field),
    valid: fc.oneof(fc.constant(/x/), valid),
    wrong: wrong.filter(isWrong),
  };
}

/** Any shape, with values that fit it and values with one mistake in them. */
export function anyShape(depth = 2): fc.Arbitrary<Described<Shape<Fields>>> {
  const part = fc.record({ described: anyField(depth - 1), isOptional: fc.boolean() });
  const parts = fc.dictionary(fc.stringMatching(WORD), part, {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  });
  return parts.map((properties) => {
    const entries = Object.entries(properties);
    const fields: Fields = Object.fromEntries(
      entries.map(([name, { described, isOptional }]) => [
        name,
        isOptional ? optional(described.field) : described.field,
      ]),
    );
    const values = Object.fromEntries(entries.map(([name, one]) => [name, one.described.valid]));
    const requiredKeys = entries.filter(([, one]) => !one.isOptional).map(([name]) => name);
    const whole = fc.record(values);
    const mistakes = entries.map(([name, { described }]) =>
      fc
        .tuple(whole, described.wrong)
        .map(([all, one]) => ({ value: { ...all, [name]: one.value }, at: `.${name}${one.at}` })),
    );
    const missing = requiredKeys.map((name) =>
      whole.map((all) => ({ value: { ...all, [name]: undefined }, at: `.${name}` })),
    );
    const unknown = whole.map((all) => ({ value: { ...all, UNKNOWN_1: 1 }, at: '.UNKNOWN_1' }));
    return {
      field: shape(fields),
      valid: fc.record(values, { requiredKeys }),
      wrong: fc.oneof(...mistakes, ...missing, unknown),
    };
  });
}

function anyField(depth: number): fc.Arbitrary<Described> {
  const leaf = fc.constantFrom(...LEAVES);
  if (depth <= 0) return leaf;
  const inner = anyField(depth - 1);
  return fc.oneof(
    leaf,
    inner.map(listOf),
    inner.map(recordOf),
    inner.map(functionOr),
    anyShape(depth - 1),
  );
}
