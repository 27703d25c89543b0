import type { Field } from './field';
import { misfit } from './prop-problem';

/**
 * An object of a class or an interface of this library.
 *
 * @param expected how a user gets one: `a runtime: debian.runtime({ packages: [...] })`
 * @param is true for one, also where another copy of this package made it: by a brand, not by
 * `instanceof`. It sees objects and functions only, and what throws in it is none.
 */
export function instance<T extends object>(
  expected: string,
  is: (value: object) => value is T,
): Field<T> {
  return {
    expected,
    check: (value, place) =>
      isObject(value) && says(is, value) ? [] : [misfit(place, value, expected)],
  };
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function says(is: (value: object) => boolean, value: object): boolean {
  try {
    return is(value);
  } catch {
    return false;
  }
}
