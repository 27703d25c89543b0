import { checkField } from './check-field';
import { quote } from './describe-value';
import type { Field } from './field';
import { entryPlace } from './place';
import { MAX_PROBLEMS, misfit, type PropProblem } from './prop-problem';

/** How many entries a list has, and whether one may be there twice. */
export interface ListOptions {
  /** @default 0 */
  readonly min?: number;
  /** Each entry may be there once only. @default false */
  readonly unique?: boolean;
}

/** A list whose entries all fit `entry`. */
export function list<T>(
  entry: Field<T>,
  { min = 0, unique = false }: ListOptions = {},
): Field<readonly T[]> {
  const size = min === 0 ? '' : ` of ${min} or more`;
  const expected = `a list${size}, each ${entry.expected}`;
  return {
    expected,
    check(value, place) {
      if (!Array.isArray(value)) {
        return [misfit(place, value, expected, inList(entry, value, place))];
      }
      if (value.length < min) return [misfit(place, value, expected)];
      return unique
        ? [...checkEntries(entry, value, place), ...repeated(value, place)]
        : checkEntries(entry, value, place);
    },
  };
}

function checkEntries(
  entry: Field<unknown>,
  values: readonly unknown[],
  place: string,
): PropProblem[] {
  const problems: PropProblem[] = [];
  for (let at = 0; at < values.length && problems.length < MAX_PROBLEMS; at += 1) {
    problems.push(...checkField(entry, () => values[at], entryPlace(place, at)));
  }
  return problems;
}

function repeated(values: readonly unknown[], place: string): PropProblem[] {
  const first = new Map<unknown, number>();
  const problems: PropProblem[] = [];
  for (const [at, value] of values.entries()) {
    const before = first.get(value);
    if (before === undefined) first.set(value, at);
    else if (problems.length < MAX_PROBLEMS) {
      const own = entryPlace(place, at);
      problems.push({
        ...misfit(own, value, 'each entry once'),
        message: `property ${own} repeats ${entryPlace(place, before)}`,
      });
    }
  }
  return problems;
}

// One text where a list of them is due is the usual slip.
function inList(entry: Field<unknown>, value: unknown, place: string): string | undefined {
  if (typeof value !== 'string' || entry.check(value, place).length > 0) return undefined;
  return `put it in a list: [${quote(value)}]`;
}
