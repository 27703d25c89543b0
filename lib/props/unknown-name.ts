import { quote } from './describe-value';
import { nearest } from './did-you-mean';
import { namedPlace } from './place';
import { MAX_PROBLEMS, type PropProblem } from './prop-problem';

/** A property that a shape does not have. */
export interface UnknownName {
  readonly name: string;
  /** The property that was meant: the nearest of those that are not given. */
  readonly meant: string | undefined;
}

/** The properties of `value` that are none of `names`, whatever they hold. */
export function unknownNames(value: object, names: readonly string[]): UnknownName[] {
  const given = Object.keys(value);
  const known = new Set(names);
  const free = new Set(names.filter((name) => !(name in value)));
  return given
    .filter((name) => !known.has(name))
    .slice(0, MAX_PROBLEMS)
    .map((name) => {
      const meant = nearest(name, free);
      if (meant !== undefined) free.delete(meant);
      return { name, meant };
    });
}

/** Says it. The value is not shown: nobody knows whether it is a secret. */
export function unknownProblem(
  { meant, name }: UnknownName,
  names: readonly string[],
  place: string,
): PropProblem {
  return {
    place: namedPlace(place, name),
    message: `unknown property ${quote(name)}${place === '' ? '' : ` of ${place}`}`,
    got: quote(name),
    expected: `one of ${names.join(', ')}`,
    ...(meant === undefined ? {} : { fix: `did you mean ${quote(meant)}?` }),
  };
}
