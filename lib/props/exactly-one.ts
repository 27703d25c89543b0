import { quote } from './describe-value';
import { misfit } from './prop-problem';
import type { Fields, Shape } from './shape';

/**
 * A shape whose objects have one of some optional properties, and no other of them.
 *
 * @param names of these properties
 */
export function exactlyOne<F extends Fields>(
  inner: Shape<F>,
  ...names: readonly (string & keyof F)[]
): Shape<F> {
  const expected = `one of ${names.map((name) => quote(name)).join(', ')}`;
  return {
    ...inner,
    check(value, place) {
      const problems = inner.check(value, place);
      if (problems.length > 0) return problems;
      const given = Object.entries(Object(value)).filter(([, one]) => one !== undefined);
      const found = given.map(([name]) => name).filter((name) => names.includes(name));
      if (found.length === 1) return [];
      const got = found.length === 0 ? 'none of them' : found.map((name) => quote(name)).join(', ');
      return [{ ...misfit(place, value, expected), got }];
    },
  };
}
