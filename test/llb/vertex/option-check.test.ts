import fc from 'fast-check';
import {
  checkId,
  checkInt64,
  checkInteger,
  checkMode,
  checkNotEmpty,
  checkPermissions,
  checkUint64,
} from '../../../lib/llb/vertex/option-check';
import { optionError } from '../decoded';

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0, 0o777, 0o1000, 0o7777, 0o10000, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -1),
);

test.each<[string, (value: number) => number, number]>([
  ['checkId', (value) => checkId('o', value), 0xffff_ffff],
  ['checkPermissions', (value) => checkPermissions('o', value), 0o777],
  ['checkMode', (value) => checkMode('o', value), 0o7777],
])('%s takes the whole numbers up to its last, and no other', (_name, check, last) => {
  fc.assert(
    fc.property(fc.oneof(anyNumber, fc.integer({ min: 0, max: last })), (value) => {
      if (Number.isInteger(value) && value >= 0 && value <= last) {
        // 0, not -0: Object.is tells them apart.
        expect(Object.is(check(value), value === 0 ? 0 : value)).toBe(true);
      } else {
        expect(() => check(value)).toThrow(expect.objectContaining({ code: 'E_LLB_OPTION' }));
      }
    }),
    { numRuns: 500 },
  );
});

test('checkInteger takes both borders', () => {
  expect([checkInteger('o', -3, -3, 4), checkInteger('o', 4, -3, 4)]).toEqual([-3, 4]);
  for (const value of [-4, 5]) {
    expect(() => checkInteger('o', value, -3, 4)).toThrow(
      optionError('o', String(value), 'a whole number from -3 to 4'),
    );
  }
});

test.each<[string, typeof checkInt64, bigint, bigint]>([
  ['checkInt64', checkInt64, -(2n ** 63n), 2n ** 63n - 1n],
  ['checkUint64', checkUint64, 0n, 2n ** 64n - 1n],
])('%s takes what fits, as number or as bigint', (_name, check, min, max) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
      if (value >= min && value <= max) expect(check('o', value)).toBe(value);
      else {
        expect(() => check('o', value)).toThrow(
          optionError('o', String(value), `a whole number from ${min} to ${max}`),
        );
      }
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      if (BigInt(value) >= min) expect(check('o', value)).toBe(BigInt(value));
      else expect(() => check('o', value)).toThrow();
    }),
  );
  expect([check('o', min), check('o', max)]).toEqual([min, max]);
});

test('a number that may have lost digits is refused, and a bigint asked for', () => {
  const unsafe = fc
    .double({ noDefaultInfinity: true })
    .filter((value) => !Number.isSafeInteger(value));
  fc.assert(
    fc.property(unsafe, (value) => {
      for (const check of [checkInt64, checkUint64]) {
        expect(() => check('o', value)).toThrow(
          optionError('o', String(value), 'a whole number, as a bigint beyond 2^53'),
        );
      }
    }),
  );
});

test('mode bits are shown as they are written', () => {
  expect(() => checkPermissions('o', 0o1777)).toThrow(
    optionError('o', '0o1777', 'permission bits, 0 to 0o777'),
  );
  expect(() => checkMode('o', 0o17777)).toThrow(
    optionError('o', '0o17777', 'mode bits, 0 to 0o7777'),
  );
});

test('the empty text is none, every other is a value', () => {
  expect(() => checkNotEmpty('o', '')).toThrow(optionError('o', 'an empty string', 'a value'));
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      expect(checkNotEmpty('o', text)).toBe(text);
    }),
  );
});
