import type { State } from '../../lib/llb';
import { describeValue } from '../../lib/props';
import type { IArtifact } from './artifact';
import { callUser, type ErrorOwner } from './call-user';
import { LocatedConstruct } from './located-construct';
import type { Target } from './target';

/**
 * Lowers an artifact for the construct that uses it. What an artifact of the user's own throws is
 * told with a construct, itself or its user, and with the line that threw.
 *
 * @throws BuildError `E_ARTIFACT` for what is no artifact, or gives no state
 */
export function lowerArtifact(artifact: IArtifact, target: Target, user: ErrorOwner): State {
  const owner = LocatedConstruct.isLocated(artifact) ? artifact : user;
  if (typeof artifact?.lower !== 'function') {
    throw user.error('E_ARTIFACT', 'something that is used as files is no artifact', {
      got: describeValue(artifact),
      expected: "an artifact, e.g. a git source, or stage.directory('/out')",
    });
  }
  const state: unknown = callUser(owner, 'lower', () => artifact.lower(target));
  if (isState(state)) return state;
  throw owner.error('E_ARTIFACT', 'an artifact gives no state', {
    got: describeValue(state),
    expected: 'a state of buildkit-cdk/llb: the files with their root at "/"',
  });
}

/** True for a state, by its form: it may come from another copy of this package. */
export function isState(value: unknown): value is State {
  return typeof value === 'object' && value !== null && 'output' in value && 'values' in value;
}
