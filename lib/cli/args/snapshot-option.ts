import { snapshotEpoch } from '../../debian/snapshot';
import type { Options } from './invocation';
import { usageError } from './usage-error';

/** Reads `--snapshot`. @throws BuildError `E_USAGE` for what is no date */
export function readSnapshot(options: Options): string | undefined {
  const text = options.last('snapshot');
  if (text === undefined || snapshotEpoch(text) !== undefined) return text;
  throw usageError('option "--snapshot" is no date', {
    got: `"${text}"`,
    expected: 'a date in UTC as YYYYMMDDThhmmssZ, e.g. "20261101T000000Z"',
  });
}
