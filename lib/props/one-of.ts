import { quote } from './describe-value';
import { didYouMean } from './did-you-mean';
import type { Field } from './field';
import { misfit } from './prop-problem';

/** One of some words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Field<Word> {
  const known: ReadonlySet<unknown> = new Set(words);
  const expected = words.map((word) => quote(word)).join(' or ');
  return {
    expected,
    check(value, place) {
      if (known.has(value)) return [];
      const fix = typeof value === 'string' ? didYouMean(value, words) : undefined;
      return [misfit(place, value, expected, fix)];
    },
  };
}
