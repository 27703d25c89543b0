/**
 * A time in nanoseconds since 1970 as Node's `utimes` sets it exactly, to the microsecond below:
 * that is the smallest part that it can set.
 *
 * As text, since Node takes a negative number for the time of now. Half a microsecond further from 0,
 * since a number is cut to a microsecond, and most have no exact binary fraction.
 */
export function fileTime(nanoseconds: bigint): string {
  const microseconds = Number((nanoseconds - (nanoseconds < 0n ? 999n : 0n)) / 1000n);
  return String((microseconds + (microseconds < 0 ? -0.5 : 0.5)) / 1e6);
}
