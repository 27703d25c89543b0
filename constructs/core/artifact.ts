import type { State } from '../../lib/llb';
import { type Field, instance } from '../../lib/props';
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

/** A property that is an artifact, by its form: the object may be anybody's. */
export const ARTIFACT: Field<IArtifact> = instance(
  "an artifact: a git source, stage.directory('/out'), or an object with lower()",
  (value): value is IArtifact => 'lower' in value && typeof value.lower === 'function',
);
