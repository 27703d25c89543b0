import { ArrayWith } from './array-with';
import { format, formatValue } from './format-value';
import { testArray, testObject, testPattern } from './literal';
import { MatchResult } from './match-result';
import { Matcher } from './matcher';

/** A matcher that is a function. */
class FunctionMatcher extends Matcher {
  readonly says: string;
  readonly test: (actual: unknown) => MatchResult;

  constructor(says: string, test: (actual: unknown) => MatchResult) {
    super();
    this.says = says;
    this.test = test;
  }
}

const PARTIAL = { isPartial: true };
const WHOLE = { isPartial: false };

/**
 * Patterns for assertions. In a pattern, an object may have more members than are named, at any
 * depth; an array has just the elements that are named.
 */
export const Match = {
  /** An object that has these members, and maybe others; the same for objects inside of it. */
  objectLike(pattern: Readonly<Record<string, unknown>>): Matcher {
    return new FunctionMatcher(format(pattern), (actual) => testObject(pattern, actual, PARTIAL));
  },

  /** An object that has these members and no others; the same for objects inside of it. */
  objectEquals(pattern: Readonly<Record<string, unknown>>): Matcher {
    const says = `objectEquals(${format(pattern)})`;
    return new FunctionMatcher(says, (actual) => testObject(pattern, actual, WHOLE));
  },

  /** An array that has elements for these patterns, in this order, and maybe others between them. */
  arrayWith(patterns: readonly unknown[]): Matcher {
    return new ArrayWith(patterns);
  },

  /** An array with just these elements. */
  arrayEquals(patterns: readonly unknown[]): Matcher {
    const says = `arrayEquals(${format(patterns)})`;
    return new FunctionMatcher(says, (actual) => testArray(patterns, actual, WHOLE));
  },

  /** Just this: no more members, no more elements, at any depth. */
  exact(pattern: unknown): Matcher {
    return new FunctionMatcher(`exact(${format(pattern)})`, (actual) =>
      testPattern(pattern, actual, WHOLE),
    );
  },

  /** There is no such member. */
  absent(): Matcher {
    return new FunctionMatcher('absent()', (actual) =>
      actual === undefined ? MatchResult.MATCH : MatchResult.mismatch('nothing', actual),
    );
  },

  /** There is such a member, whatever it is. */
  anyValue(): Matcher {
    return new FunctionMatcher('anyValue()', (actual) =>
      actual === undefined ? MatchResult.mismatch('any value', actual) : MatchResult.MATCH,
    );
  },

  /** Anything that does not match the pattern. */
  not(pattern: unknown): Matcher {
    const says = `not(${format(pattern)})`;
    return new FunctionMatcher(says, (actual) =>
      testPattern(pattern, actual, PARTIAL).isMatch
        ? MatchResult.mismatch(`anything but ${format(pattern)}`, actual)
        : MatchResult.MATCH,
    );
  },

  /** A string in which the regular expression matches somewhere. */
  stringLikeRegexp(pattern: string | RegExp): Matcher {
    const regexp = new RegExp(pattern);
    return new FunctionMatcher(`stringLikeRegexp(${regexp})`, (actual) => {
      regexp.lastIndex = 0; // of a global one, which goes on where it stopped
      if (typeof actual === 'string' && regexp.test(actual)) return MatchResult.MATCH;
      return MatchResult.mismatch(`a string like ${regexp}`, actual);
    });
  },

  /** A string that is JSON, of a value that matches the pattern. */
  serializedJson(pattern: unknown): Matcher {
    return new FunctionMatcher(`serializedJson(${format(pattern)})`, (actual) => {
      if (typeof actual !== 'string') return MatchResult.mismatch('a string of JSON', actual);
      let value: unknown;
      try {
        value = JSON.parse(actual);
      } catch {
        return MatchResult.failed(`expected JSON, got ${formatValue(actual)}`);
      }
      return testPattern(pattern, value, PARTIAL).at('(JSON)');
    });
  },
};
