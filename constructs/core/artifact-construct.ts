import type { State } from '../../lib/llb';
import type { IArtifact } from './artifact';
import { Artifact, type ArtifactFile, type ArtifactOperations } from './artifact-operations';
import type { FileOptions } from './file-options';
import { LocatedConstruct } from './located-construct';
import type { Target } from './target';

/**
 * A construct that is an artifact: the base class of sources, and of those of other packages. It
 * brings `at`, `file`, `directory`, `include` and `exclude`.
 */
export abstract class ArtifactConstruct
  extends LocatedConstruct
  implements IArtifact, ArtifactOperations
{
  abstract lower(target: Target): State;

  at(path: string, options: FileOptions = {}): Artifact {
    return Artifact.of(this).at(path, options);
  }

  file(path: string): ArtifactFile {
    return Artifact.of(this).file(path);
  }

  directory(path: string): Artifact {
    return Artifact.of(this).directory(path);
  }

  include(...patterns: readonly string[]): Artifact {
    return Artifact.of(this).include(...patterns);
  }

  exclude(...patterns: readonly string[]): Artifact {
    return Artifact.of(this).exclude(...patterns);
  }
}
