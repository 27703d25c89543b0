import { checkField } from './check-field';
import { quote } from './describe-value';
import type { Field } from './field';
import { namedPlace } from './place';
import { isPlainObject } from './plain-object';
import { MAX_PROBLEMS, misfit, type PropProblem } from './prop-problem';
import { concealIf } from './secret';

/** An object that holds values under names which the user chooses: `{ PATH: '/usr/bin' }`. */
export function record<T>(
  name: Field<string>,
  entry: Field<T>,
): Field<Readonly<Record<string, T>>> {
  const expected = `an object that gives ${entry.expected} for each name`;
  return {
    expected,
    isSecret: entry.isSecret,
    check(value, place) {
      if (!isPlainObject(value)) {
        return [concealIf(entry.isSecret, misfit(place, value, expected))];
      }
      const problems: PropProblem[] = [];
      for (const key of Object.keys(value)) {
        if (problems.length >= MAX_PROBLEMS) break;
        const own = namedPlace(place, key);
        problems.push(
          ...name.check(key, own).map((problem) => ({ ...problem, message: badName(key, place) })),
          ...checkField(entry, () => value[key], own),
        );
      }
      return problems;
    },
  };
}

function badName(key: string, place: string): string {
  return `the name ${quote(key)}${place === '' ? '' : ` in ${place}`} does not fit`;
}
