import {
  BuildError,
  type BuildErrorDetails,
  type ErrorCode,
  type OwnErrorCode,
} from '../../lib/errors';
import { copy, type State, scratch } from '../../lib/llb';
import { ABSOLUTE_PATH, describeValue } from '../../lib/props';
import { ARTIFACT, type IArtifact } from './artifact';
import { lowerArtifact } from './lower-artifact';
import { callerLocation } from './source-location';
import type { Target } from './target';

/**
 * An artifact in another place. Becomes one `FileActionCopy` to scratch.
 */
export class PlacedArtifact implements IArtifact {
  /** What is put there. */
  readonly artifact: IArtifact;
  /** Absolute path of the folder that holds what was the artifact's root. */
  readonly path: string;
  /** The line that puts it there. @internal */
  readonly source = callerLocation(this);

  /** @internal */
  constructor(artifact: IArtifact, path: string) {
    if (ABSOLUTE_PATH.check(path, '').length > 0) {
      throw this.error('E_ARTIFACT_PATH', 'an artifact cannot be put at this path', {
        got: describeValue(path),
        expected: ABSOLUTE_PATH.expected,
      });
    }
    if (ARTIFACT.check(artifact, '').length > 0) {
      throw this.error('E_ARTIFACT', 'something that is put at a path is no artifact', {
        got: describeValue(artifact),
        expected: ARTIFACT.expected,
      });
    }
    this.artifact = artifact;
    this.path = path;
  }

  /** An error that names the line that puts it there. @internal */
  error(code: ErrorCode | OwnErrorCode, message: string, details: BuildErrorDetails): BuildError {
    return new BuildError(code, message, { source: this.source, ...details });
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { path, source } = this;
      const options = { copyDirContentsOnly: true, createDestPath: true };
      const put = copy(lowerArtifact(this.artifact, target, this), '/', path, options);
      return scratch().file(put, { customName: `put at ${path}`, source });
    });
  }
}

/**
 * An artifact with its root at an absolute path: `place(program, '/boot/bin')`. Artifacts of this
 * package have it as a method, `program.at('/boot/bin')`.
 *
 * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_ARTIFACT` for
 *   what is no artifact
 */
export function place(artifact: IArtifact, path: string): PlacedArtifact {
  return new PlacedArtifact(artifact, path);
}
