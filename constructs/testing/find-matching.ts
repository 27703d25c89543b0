import { closest } from './match/closest';
import { format } from './match/format-value';
import { testPattern } from './match/literal';
import type { MatchResult } from './match/match-result';
import { SynthAssertionError } from './synth-assertion-error';

/** How many candidates a failure shows, and of each how many mismatches. */
const MAX_CANDIDATES = 3;
const MAX_LINES = 6;

/** What a search goes through. */
export interface Searched<T> {
  /** `image "hello" for linux/arm64`. */
  readonly where: string;
  /** What one is called, and several: `['exec', 'execs']`. */
  readonly nouns: readonly [one: string, several: string];
  readonly all: readonly T[];
  /** One of them for people, on one line. */
  describe(one: T): string;
}

/** Those that match a pattern. */
export function findMatching<T>({ all }: Searched<T>, pattern: unknown): readonly T[] {
  return all.filter((one) => test(one, pattern).isMatch);
}

/**
 * Requires that one matches; its captures are kept.
 *
 * @throws SynthAssertionError with the closest ones, and where each differs
 */
export function requireMatching<T>(searched: Searched<T>, pattern: unknown): void {
  const { all, nouns, where } = searched;
  const results = all.map((one) => test(one, pattern));
  const match = results.find(({ isMatch }) => isMatch);
  if (match !== undefined) {
    for (const keep of match.captured) keep();
    return;
  }
  const [one, several] = nouns;
  const candidates = describeClosest(searched, results);
  const heading = all.length === 0 ? `there are no ${several}` : closestHeading(all.length, nouns);
  throw new SynthAssertionError(
    [
      `${where} has no ${one} that matches`,
      `  looked for  ${format(pattern)}`,
      `  ${heading}`,
      ...candidates.map((line) => `    ${line}`),
    ].join('\n'),
    { expected: format(pattern), actual: candidates.join('\n') },
  );
}

/**
 * Requires that so many match a pattern, or that there are so many at all.
 *
 * @throws SynthAssertionError with those that match
 */
export function requireCount<T>(searched: Searched<T>, count: number, pattern: unknown = {}): void {
  const { nouns, where } = searched;
  const [one, several] = nouns;
  const found = findMatching(searched, pattern);
  if (found.length === count) return;
  const isAny = format(pattern) === '{}';
  const lines = found.slice(0, 10).map((it) => `    ${searched.describe(it)}`);
  const rest = found.length > 10 ? [`    and ${found.length - 10} more`] : [];
  throw new SynthAssertionError(
    [
      `${where} has ${found.length} ${found.length === 1 ? one : several}, expected ${count}`,
      ...(isAny ? [] : [`  that match  ${format(pattern)}`]),
      ...lines,
      ...rest,
    ].join('\n'),
    { expected: String(count), actual: String(found.length) },
  );
}

function test(one: unknown, pattern: unknown): MatchResult {
  return testPattern(pattern, one, { isPartial: true });
}

function closestHeading(count: number, [one, several]: Searched<unknown>['nouns']): string {
  return count === 1 ? `the one ${one} there is` : `closest of ${count} ${several}`;
}

function describeClosest<T>(
  { all, describe }: Searched<T>,
  results: readonly MatchResult[],
): string[] {
  // Of equals the one nearest to the result: what is deep below is seldom the app's own.
  return closest([...results].reverse(), MAX_CANDIDATES).flatMap(({ index, result }) => {
    const candidate = all[all.length - 1 - index];
    if (candidate === undefined) return [];
    const { lines } = result;
    const rest = lines.length > MAX_LINES ? [`  and ${lines.length - MAX_LINES} more`] : [];
    return [describe(candidate), ...lines.slice(0, MAX_LINES).map((line) => `  ${line}`), ...rest];
  });
}
