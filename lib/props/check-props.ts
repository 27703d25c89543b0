import { BuildError, type BuildErrorDetails } from '../errors';
import { checkField } from './check-field';
import type { PropProblem } from './prop-problem';
import type { Fields, Shape } from './shape';

/**
 * All that is wrong with the properties of a construct: unknown names, what is missing, and values
 * that do not fit, at any depth. Never throws, whatever `value` is.
 */
export function checkProps<F extends Fields>(
  shape: Shape<F>,
  value: unknown,
): readonly PropProblem[] {
  return checkField(shape, () => value, '');
}

/**
 * A problem as the error that the user sees.
 *
 * @param owner the construct that it is about, and its line
 * @returns an error `E_PROPERTY`
 */
export function propError(
  problem: PropProblem,
  owner: Pick<BuildErrorDetails, 'constructPath' | 'source'> = {},
): BuildError {
  const { expected, fix, got, message } = problem;
  return new BuildError('E_PROPERTY', message, { ...owner, got, expected, fix });
}
