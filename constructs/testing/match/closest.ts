import type { MatchResult } from './match-result';

/** A result, and its place among all. */
export interface RankedResult {
  readonly result: MatchResult;
  readonly index: number;
}

/** The results with the fewest mismatches, the first of equals first. */
export function closest(results: readonly MatchResult[], count: number): RankedResult[] {
  return results
    .map((result, index) => ({ result, index }))
    .sort((a, b) => cost(a.result) - cost(b.result) || a.index - b.index)
    .slice(0, count);
}

// What differs deeper inside is closer: more of it was right on the way.
function cost({ mismatches }: MatchResult): number {
  return mismatches.reduce((sum, { path }) => sum + 1 / (1 + path.length), 0);
}
