import type { Field } from './field';
import { misfit, type PropProblem } from './prop-problem';

/**
 * What is wrong with the value that `read` gives. A value that throws when it is looked at, such
 * as a getter or a revoked proxy, is a problem like any other; so this never throws.
 */
export function checkField(
  field: Field<unknown>,
  read: () => unknown,
  place: string,
): readonly PropProblem[] {
  try {
    return field.check(read(), place);
  } catch {
    return [{ ...misfit(place, null, field.expected), got: 'a value that cannot be read' }];
  }
}
