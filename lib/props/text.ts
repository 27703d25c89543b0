import { didYouMean } from './did-you-mean';
import type { Field } from './field';
import { misfit } from './prop-problem';

/** What a text must look like. */
export interface TextOptions {
  /** Matches all of a text that fits: write `^` and `$`. Must not backtrack without bound. */
  readonly pattern: RegExp;
  /** The same in words, with an example: `a port and its protocol: "8080/tcp"`. */
  readonly expected: string;
  /**
   * Texts that fit, of which the nearest is proposed.
   *
   * @default []
   */
  readonly known?: readonly string[];
}

/** A text: any, or one of a pattern. */
export function text(options?: TextOptions): Field<string> {
  const { expected = 'a text', known = [], pattern } = options ?? {};
  return {
    expected,
    check(value, place) {
      if (typeof value !== 'string') return [misfit(place, value, expected)];
      // Not `test`, which goes on from where the last one ended if the pattern has a flag for it.
      if (pattern === undefined || value.search(pattern) >= 0) return [];
      return [misfit(place, value, expected, didYouMean(value, known))];
    },
  };
}
