import fc from 'fast-check';
import { newestLike } from '../../lib/inputs/newest-version';
import '../support/property-seed';

test.each([
  ['v1.2.3', ['v1.2.4', 'v1.10.0', 'v1.9.9'], 'v1.10.0'],
  ['v1.2.3', ['v1.2.3', 'v1.2.2'], undefined],
  ['v1.2.3', ['v2.0.0-rc.1', 'v1.2.3-beta'], undefined],
  ['v2.0.0-rc.1', ['v2.0.0', 'v1.9.0'], 'v2.0.0'],
  ['1.2', ['v1.3', 'release-1.3', '20250101', '2025.1'], undefined],
  ['2024.1', ['2025.1', '1.9'], '2025.1'],
  ['curl-8_15_0', ['curl-8_16_0', 'curl-8_9_0', 'tiny-curl-8_99_0'], 'curl-8_16_0'],
  ['v2.0.0+incompatible', ['v2.1.0+incompatible'], 'v2.1.0+incompatible'],
  ['1.2', ['1.2.1', '1.2.0'], '1.2.1'],
  ['stable', ['stable2', 'v9'], undefined],
])('of %s among %j the newest is %s', (current, names, newest) => {
  expect(newestLike(current, names)).toBe(newest);
});

test('what is found is newer than all others, in whatever order they are', () => {
  const version = fc
    .tuple(fc.nat(20), fc.nat(20), fc.nat(20))
    .map((parts) => `v${parts.join('.')}`);
  fc.assert(
    fc.property(version, fc.array(version), (current, names) => {
      const newest = newestLike(current, names);
      expect(newestLike(current, [...names].reverse())).toBe(newest);
      if (newest !== undefined) expect(newestLike(newest, [...names, current])).toBeUndefined();
      else
        for (const name of names) {
          expect(newestLike(name, [current])).toBe(name === current ? undefined : current);
        }
    }),
  );
});
