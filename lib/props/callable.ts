import type { Field } from './field';
import { misfit } from './prop-problem';

/**
 * A function. What it takes and gives is known to the compiler alone.
 *
 * @typeParam F its type
 * @param expected its form: `a function (context) => commands`
 */
export function callable<F extends (...args: never[]) => unknown>(expected: string): Field<F> {
  return {
    expected,
    check: (value, place) => (typeof value === 'function' ? [] : [misfit(place, value, expected)]),
  };
}
