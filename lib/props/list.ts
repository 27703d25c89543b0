import { checkField } from './check-field';
import { quote } from './describe-value';
import type { Field } from './field';
import { entryPlace } from './place';
import { MAX_PROBLEMS, misfit, type PropProblem } from './prop-problem';
import { concealIf } from './secret';

/** How many entries a list has, and whether one may be there twice. */
export interface ListOptions {
  /** @default 0 */
  readonly min?: number;
  /** Each entry may be there once only. @default false */
  readonly unique?: boolean;
}

/** A list whose entries all fit `entry`. */
export function list<T>(entry: Field<T>, options: ListOptions = {}): Field<readonly T[]> {
  const { min = 0, unique = false } = options;
  const size = min === 0 ? '' : ` of ${min} or more`;
  const expected = `a list${size}, each ${entry.expected}`;
  return {
    expected,
    isSecret: entry.isSecret,
    check(value, place) {
      if (!Array.isArray(value)) {
        const problem = misfit(place, value, expected, inList(entry, value, place));
        return [concealIf(entry.isSecret, problem)];
      }
      if (value.length < min) return [misfit(place, value, expected)];
      return checkEntries(entry, value, place, unique);
    },
  };
}

function checkEntries(
  entry: Field<unknown>,
  values: readonly unknown[],
  place: string,
  unique: boolean,
): readonly PropProblem[] {
  const problems: PropProblem[] = [];
  const first = new Map<unknown, string>();
  for (let at = 0; at < values.length && problems.length < MAX_PROBLEMS; at += 1) {
    const own = entryPlace(place, at);
    const found = checkField(entry, () => values[at], own);
    problems.push(...found);
    if (!unique || found.length > 0) continue;
    const value = values[at];
    const before = first.get(value);
    if (before === undefined) first.set(value, own);
    else problems.push(repeated(entry, value, own, before));
  }
  return problems;
}

function repeated(entry: Field<unknown>, value: unknown, own: string, before: string): PropProblem {
  const problem = misfit(own, value, 'each entry once');
  const message = `property ${own} repeats ${before}`;
  return concealIf(entry.isSecret, { ...problem, message });
}

// One text where a list of them is due is the usual slip.
function inList(entry: Field<unknown>, value: unknown, place: string): string | undefined {
  if (typeof value !== 'string' || entry.check(value, place).length > 0) return undefined;
  return `put it in a list: [${quote(value)}]`;
}
