import type { Field, ValueOf } from './field';
import { misfit, type PropProblem } from './prop-problem';
import { concealIf } from './secret';

/** What fits one of several fields. */
export function either<const Fields extends readonly Field<unknown>[]>(
  ...fields: Fields
): Field<ValueOf<Fields[number]>> {
  const expected = fields.map((field) => field.expected).join(', or ');
  const isSecret = fields.some((field) => field.isSecret);
  return {
    expected,
    isSecret,
    check(value, place) {
      const found = fields.map((field) => field.check(value, place));
      if (found.some((problems) => problems.length === 0)) return [];
      return closest(found, place) ?? [concealIf(isSecret, misfit(place, value, expected))];
    },
  };
}

// A value that is wrong only further in was meant as that alternative.
function closest(
  found: readonly (readonly PropProblem[])[],
  place: string,
): readonly PropProblem[] | undefined {
  return found
    .filter((problems) => problems.every((problem) => problem.place !== place))
    .reduce<readonly PropProblem[] | undefined>(
      (best, problems) => (best !== undefined && best.length <= problems.length ? best : problems),
      undefined,
    );
}
