import type { State } from '../../lib/llb';
import type { Target } from './target';

/**
 * A tree of files for a platform: a git checkout, the output of a stage, a file of the app. Anything
 * that can be lowered is one; {@link place} puts it elsewhere.
 *
 * Stages mount artifacts, images copy them.
 */
export interface IArtifact {
  /** Its files as LLB: the root of the state is the root of the tree. */
  lower(target: Target): State;
}
