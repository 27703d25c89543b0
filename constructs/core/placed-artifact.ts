import { BuildError } from '../../lib/errors';
import { copy, type State, scratch } from '../../lib/llb';
import { ABSOLUTE_PATH, describeValue } from '../../lib/props';
import type { IArtifact } from './artifact';
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
  private readonly source = callerLocation();

  /** @internal */
  constructor(artifact: IArtifact, path: string) {
    if (ABSOLUTE_PATH.check(path, '').length > 0) {
      throw new BuildError('E_ARTIFACT_PATH', 'an artifact cannot be put at this path', {
        got: describeValue(path),
        expected: ABSOLUTE_PATH.expected,
        source: this.source,
      });
    }
    this.artifact = artifact;
    this.path = path;
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { path, source } = this;
      const options = { copyDirContentsOnly: true, createDestPath: true };
      const put = copy(this.artifact.lower(target), '/', path, options);
      return scratch().file(put, { customName: `put at ${path}`, source });
    });
  }
}

/**
 * An artifact with its root at an absolute path: `place(program, '/boot/bin')`. Artifacts of this
 * package have it as a method, `program.at('/boot/bin')`.
 *
 * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean
 */
export function place(artifact: IArtifact, path: string): PlacedArtifact {
  return new PlacedArtifact(artifact, path);
}
