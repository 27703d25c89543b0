/** A span of time in milliseconds; without an end it still runs. */
export interface Interval {
  readonly start: number;
  readonly end?: number;
}

/** Overlapping spans joined, by start. A vertex that ran twice, or a group, may have several left. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || (last.end !== undefined && last.end < next.start)) {
      merged.push(next);
    } else if (last.end !== undefined) {
      merged[merged.length - 1] =
        next.end === undefined
          ? { start: last.start }
          : { start: last.start, end: Math.max(last.end, next.end) };
    }
  }
  return merged;
}

/** Time covered by the spans, in milliseconds; one that still runs counts up to `now`. */
export function coveredTime(intervals: readonly Interval[], now: number): number {
  return mergeIntervals(intervals).reduce(
    (sum, { start, end }) => sum + Math.max(0, (end ?? now) - start),
    0,
  );
}
