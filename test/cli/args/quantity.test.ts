import fc from 'fast-check';
import { parseDuration, parseSize } from '../../../lib/cli/args/quantity';

describe('durations', () => {
  test.each([
    ['24h', 86_400_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['90s', 90_000],
    ['250ms', 250],
    ['0s', 0],
  ])('%s is %d ms', (text, expected) => {
    expect(parseDuration(text, 'it')).toBe(expected);
  });

  test.each(['', '24', 'h', '1d', '1h 30m', '-1h', 'h1', '1hour'])('rejects "%s"', (text) => {
    expect(() => parseDuration(text, 'it')).toThrow('it is no duration');
  });

  test('are the sum of their parts', () => {
    const number = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(number, number, number, (hours, minutes, seconds) => {
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`, 'it')).toBe(
          ((hours * 60 + minutes) * 60 + seconds) * 1000,
        );
      }),
    );
  });
});

describe('sizes', () => {
  // As RAMInBytes of docker/go-units reads them.
  test.each([
    ['32', 32],
    ['32b', 32],
    ['32B', 32],
    ['32k', 32 * 1024],
    ['32kb', 32 * 1024],
    ['32Kib', 32 * 1024],
    ['32MB', 32 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['2 tb', 2 * 1024 ** 4],
  ])('%s is %d bytes', (text, expected) => {
    expect(parseSize(text, 'it')).toBe(expected);
  });

  test.each(['', 'gb', '-1gb', '1e', '1 g b', '0x10', '1.gb', '10%'])('rejects "%s"', (text) => {
    expect(() => parseSize(text, 'it')).toThrow('it is no size');
  });
});
