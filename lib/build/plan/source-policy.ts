import type { SourcePolicy } from '../../client';
import { BuildError, BuildErrors } from '../../errors';
import { type Field, list, oneOf, optional, record, shape, text, wholeNumber } from '../../props';

const ANY = text();
const POLICY: Field<SourcePolicy> = shape({
  version: optional(wholeNumber({ min: 1, max: 1 })),
  rules: list(
    shape({
      action: oneOf('ALLOW', 'DENY', 'CONVERT'),
      selector: shape({
        identifier: ANY,
        match_type: optional(oneOf('WILDCARD', 'EXACT', 'REGEX')),
        constraints: optional(
          list(
            shape({
              key: ANY,
              value: ANY,
              condition: optional(oneOf('EQUAL', 'NOTEQUAL', 'MATCHES')),
            }),
          ),
        ),
      }),
      updates: optional(shape({ identifier: optional(ANY), attrs: optional(record(ANY, ANY)) })),
    }),
  ),
});

/**
 * The value, where it is a source policy. BuildKit's own clients pass over fields that they do not know: a
 * rule with a slip in it would fit other sources than it seems to.
 *
 * @param of what it is, as errors name it
 * @throws BuildErrors `E_SOURCE_POLICY`
 */
export function toSourcePolicy(value: unknown, of: string): SourcePolicy {
  BuildErrors.throwIfAny(
    POLICY.check(value, '').map(
      ({ expected, fix, got, message }) =>
        new BuildError('E_SOURCE_POLICY', `${of}: ${message}`, { expected, fix, got }),
    ),
  );
  return value as SourcePolicy;
}
