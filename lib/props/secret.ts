import type { Field } from './field';
import type { PropProblem } from './prop-problem';

/**
 * A field whose value no error shows, nor the value of a list, record or shape that was given in
 * its place. Names and places are shown.
 */
export function secret<T>(field: Field<T>): Field<T> {
  return {
    expected: field.expected,
    isSecret: true,
    check: (value, place) => field.check(value, place).map((problem) => concealIf(true, problem)),
  };
}

/** The problem without a word of the value, if that is a secret or may hold one. */
export function concealIf(isSecret: boolean | undefined, problem: PropProblem): PropProblem {
  if (!isSecret || problem.got === 'nothing') return problem;
  const { fix: _, ...others } = problem;
  return { ...others, got: 'a value that is not shown' };
}
