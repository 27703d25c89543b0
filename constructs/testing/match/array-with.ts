import { closest } from './closest';
import { format } from './format-value';
import { testPattern } from './literal';
import { MatchResult } from './match-result';
import { Matcher } from './matcher';

/** An array that has elements for all patterns, in their order, with any others between them. */
export class ArrayWith extends Matcher {
  readonly #patterns: readonly unknown[];

  constructor(patterns: readonly unknown[]) {
    super();
    this.#patterns = patterns;
  }

  get says(): string {
    return `arrayWith(${format(this.#patterns)})`;
  }

  test(actual: unknown): MatchResult {
    if (!Array.isArray(actual)) return MatchResult.mismatch('an array', actual);
    const found: MatchResult[] = [];
    let from = 0;
    for (const pattern of this.#patterns) {
      const rest = actual.slice(from);
      const results = rest.map((element) => testPattern(pattern, element, { isPartial: true }));
      const index = results.findIndex(({ isMatch }) => isMatch);
      const match = results[index];
      if (match === undefined) return MatchResult.all([missing(pattern, results, from), ...found]);
      found.push(match);
      from += index + 1;
    }
    return MatchResult.all(found);
  }
}

function missing(pattern: unknown, results: readonly MatchResult[], from: number): MatchResult {
  const place = from === 0 ? '' : `, behind element ${from - 1}`;
  const says = `no element is ${format(pattern)}${place}`;
  const [nearest] = closest(results, 1);
  const isTold = nearest?.result.mismatches.some(({ path }) => path.length > 0) ?? false;
  if (nearest === undefined || !isTold) return MatchResult.failed(says);
  return MatchResult.all([MatchResult.failed(says), nearest.result.at(from + nearest.index)]);
}
