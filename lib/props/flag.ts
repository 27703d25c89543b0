import type { Field } from './field';
import { misfit } from './prop-problem';

/** True or false; a text such as `'false'` is neither. */
export function flag(): Field<boolean> {
  const expected = 'true or false';
  return {
    expected,
    check: (value, place) => (typeof value === 'boolean' ? [] : [misfit(place, value, expected)]),
  };
}
