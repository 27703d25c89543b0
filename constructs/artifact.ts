import type { DebianArchitecture } from '../lib/debian/architecture';
import type { State } from '../lib/llb';
import type { OwnedRequest } from './located-construct';
import type { Lowering } from './lowering';

/**
 * A tree of files for a target architecture: a git checkout, the output of a stage.
 *
 * Stages mount artifacts, images copy them.
 */
export interface IArtifact {
  /** What must be locked to have it for `target`, built on `build`. */
  lockRequests(target: DebianArchitecture, build: DebianArchitecture): readonly OwnedRequest[];
  /** Its files as LLB: the root of the state is the root of the tree. */
  lower(target: DebianArchitecture, lowering: Lowering): State;
}
