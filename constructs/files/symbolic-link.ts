import { BuildError } from '../../lib/errors';
import { describeValue } from '../../lib/props';
import { type Artifact, fileAt } from '../core/artifact-operations';
import { FILE_DATE, parentOf } from '../core/file-options';
import { callerLocation } from '../core/source-location';

/** A symbolic link: `SymbolicLink.to('python3.13').at('/usr/bin/python')`. */
export class SymbolicLink {
  /** What it points to, as it is written into the link. */
  readonly target: string;

  private constructor(target: string) {
    this.target = target;
  }

  /**
   * A link to a path: absolute, or relative to the folder that the link lies in. Nothing need be there.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a target that no link can have
   */
  static to(target: string): SymbolicLink {
    if (typeof target === 'string' && /^[^\0]{1,4095}$/.test(target))
      return new SymbolicLink(target);
    throw new BuildError('E_ARTIFACT_PATH', 'a link cannot point to this', {
      source: callerLocation(),
      got: describeValue(target),
      expected: 'a path: "/opt/app/bin/app", or relative to the folder of the link',
    });
  }

  /**
   * The link at an absolute path. Becomes a `FileActionSymlink` on scratch, BuildKit 0.19 and newer.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean
   */
  at(path: string): Artifact {
    const { target } = this;
    return fileAt(path, {}, `link to ${target}`, () =>
      parentOf(path).symlink(target, path, { timestamp: FILE_DATE }),
    );
  }
}
