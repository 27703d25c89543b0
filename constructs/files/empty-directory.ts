import { type Artifact, fileAt } from '../core/artifact-operations';
import { FILE_DATE, type FileOptions, ownerIds, parentOf } from '../core/file-options';

/** A folder with nothing in it: `EmptyDirectory.at('/var/lib/app', { owner: '65532:65532' })`. */
export const EmptyDirectory = {
  /**
   * The folder at an absolute path. Becomes a `FileActionMkDir` on scratch.
   *
   * @param options the mode is 0o755 and the owner root where they are not said
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_PROPERTY`
   */
  at(path: string, options: FileOptions = {}): Artifact {
    const { mode = 0o755, owner } = options;
    return fileAt(path, options, 'empty folder', () =>
      parentOf(path).mkdir(path, mode, {
        timestamp: FILE_DATE,
        ...(owner === undefined ? {} : { owner: ownerIds(owner) }),
      }),
    );
  },
};
