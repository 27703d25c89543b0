import { lutimesSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fileTime } from '../../../lib/client/export/file-time';
import { temporaryFolder } from '../../support/temporary-folder';

const file = join(temporaryFolder('file-time'), 'file');
beforeAll(() => writeFileSync(file, ''));

/** From what 32 bits hold, which many a file system begins with. */
const seconds = fc.bigInt({ min: 1n - 2n ** 31n, max: 2n ** 32n });
const rest = fc.oneof(
  fc.bigInt({ min: 0n, max: 999_999_999n }),
  fc.constantFrom(0n, 1n, 999n, 1000n, 999_999_999n, 123_456_789n),
);

test('a file gets any time, before 1970 as after, to the microsecond below', () => {
  fc.assert(
    fc.property(seconds, rest, (whole, part) => {
      const time = fileTime(whole * 1_000_000_000n + part);
      lutimesSync(file, time, time);

      const { atimeNs, mtimeNs } = statSync(file, { bigint: true });
      const expected = whole * 1_000_000_000n + (part / 1000n) * 1000n;
      expect([mtimeNs, atimeNs]).toEqual([expected, expected]);
    }),
    { numRuns: 2000 },
  );
});
