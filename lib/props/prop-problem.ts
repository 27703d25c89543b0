import { describeValue } from './describe-value';

/** One thing that is wrong with the properties of a construct. */
export interface PropProblem {
  /** Where: `ports[1]`, `env["A B"]`, `healthcheck.intervalSeconds`; empty for the whole. */
  readonly place: string;
  /** Lower case, no final period: `property ports[1] does not fit`. */
  readonly message: string;
  /** What was found, short, in one line, and never a secret. */
  readonly got: string;
  /** What would have been right. */
  readonly expected: string;
  /** What the user can do about it, where that is plain. @default - it is not plain */
  readonly fix?: string;
}

/**
 * Problems of one list, record or shape that are told at most: a mistake made in a loop over
 * thousands of entries is one mistake.
 */
export const MAX_PROBLEMS = 20;

/** The problem of a value that is missing, or that is not what is expected. */
export function misfit(
  place: string,
  value: unknown,
  expected: string,
  fix?: string | undefined,
): PropProblem {
  const subject = place === '' ? 'the properties' : `property ${place}`;
  const verb = place === '' ? ['are', 'do'] : ['is', 'does'];
  const message =
    value === undefined ? `${subject} ${verb[0]} missing` : `${subject} ${verb[1]} not fit`;
  const got = describeValue(value);
  return { place, message, got, expected, ...(fix === undefined ? {} : { fix }) };
}
