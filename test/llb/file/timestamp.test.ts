import fc from 'fast-check';
import { copy, mkdir, mkfile, scratch, symlink, type Timestamp } from '../../../lib/llb';
import { fileActions, optionError } from '../decoded';

const NANOSECONDS = 1_000_000n;
const INT64_MAX = 2n ** 63n - 1n;

/** The time in the op, for each action that has one. */
function written(timestamp: Timestamp): bigint[] {
  const chain = mkdir('/d', 0, { timestamp })
    .mkfile('/f', 0, '', { timestamp })
    .symlink('/f', '/l', { timestamp })
    .copy(scratch(), '/', '/', { timestamp });
  return fileActions(scratch().file(chain)).map((action) =>
    'timestamp' in action ? action.timestamp : 0n,
  );
}

test('a date is its nanoseconds since 1970, before 1970 too', () => {
  const limit = Number(INT64_MAX / NANOSECONDS);
  fc.assert(
    fc.property(fc.integer({ min: -limit, max: limit }), (milliseconds) => {
      const expected = BigInt(milliseconds) * NANOSECONDS;
      expect(written(new Date(milliseconds))).toEqual(Array(4).fill(expected));
    }),
  );
});

test('nanoseconds of 64 bits keep every digit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -INT64_MAX - 1n, max: INT64_MAX }), (time) => {
      expect(written(time)).toEqual(Array(4).fill(time));
    }),
  );
});

test.each<[string, Timestamp, bigint]>([
  ['the start', new Date(0), 0n],
  ['a moment before the start', new Date(-1), -NANOSECONDS],
  ['the moon', new Date('1969-07-20T20:17:40Z'), -14_182_940_000_000_000n],
  ['the last nanosecond', INT64_MAX, INT64_MAX],
  ['the first nanosecond', -INT64_MAX - 1n, -INT64_MAX - 1n],
])('%s', (_name, time, expected) => {
  expect(written(time)[0]).toBe(expected);
});

test('no time is -1, for every action', () => {
  const chain = mkdir('/d', 0).mkfile('/f', 0, '').symlink('/f', '/l').copy(scratch(), '/', '/');
  const times = fileActions(scratch().file(chain)).map((action) =>
    'timestamp' in action ? action.timestamp : 0n,
  );
  expect(times).toEqual([-1n, -1n, -1n, -1n]);
});

const range = `a whole number from ${-INT64_MAX - 1n} to ${INT64_MAX}`;
test.each<[string, Timestamp, string, string]>([
  ['no date', new Date(Number.NaN), 'no date', 'a date'],
  ['a date beyond 64 bits', new Date('2300-01-01'), '10413792000000000000', range],
  ['a date long before', new Date('1600-01-01'), '-11676096000000000000', range],
  ['a nanosecond too many', INT64_MAX + 1n, String(INT64_MAX + 1n), range],
])('%s is refused by every action', (_name, timestamp, got, expected) => {
  const error = optionError('timestamp', got, expected);
  expect(() => mkdir('/d', 0, { timestamp })).toThrow(error);
  expect(() => mkfile('/d', 0, '', { timestamp })).toThrow(error);
  expect(() => symlink('/d', '/e', { timestamp })).toThrow(error);
  expect(() => copy(scratch(), '/', '/', { timestamp })).toThrow(error);
});
