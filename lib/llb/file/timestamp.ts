import { checkInt64, optionError } from '../vertex/option-check';

/** A moment: a date, or nanoseconds since 1970 in UTC. */
export type Timestamp = Date | bigint;

/** The moment in nanoseconds, or -1 for none. */
export function timestampOf(time: Timestamp | undefined): bigint {
  if (time === undefined) return -1n;
  if (typeof time === 'bigint') return checkInt64('timestamp', time);
  const milliseconds = time.getTime();
  if (Number.isNaN(milliseconds)) throw optionError('timestamp', 'no date', 'a date');
  return checkInt64('timestamp', BigInt(milliseconds) * 1_000_000n);
}
