import type { GitOptions } from './ask-git';
import { withCommit } from './commit-tree';
import type { GitPlace } from './git-access';

/** Files of a git repository at a commit. */
export interface GitFilesRequest extends GitPlace {
  /** 40 hex digits. */
  readonly commit: string;
  /** Relative to the root of the repository. */
  readonly paths: readonly string[];
}

/**
 * The texts of some files of a commit, by the user's own git; what is no file there is left out.
 *
 * @throws BuildError `E_GIT_PROGRAM`, `E_GIT_UNREACHABLE`, `E_SECRET_MISSING`, `E_SSH_MISSING`
 */
export function readGitFiles(
  { commit, knownHosts, paths, url }: GitFilesRequest,
  options: GitOptions,
): Promise<ReadonlyMap<string, string>> {
  return withCommit({ ref: commit, url, knownHosts }, commit, options, async (git) => {
    const found = new Map<string, string>();
    for (const path of paths) {
      const listed = await git('ls-tree', '--full-tree', commit, '--', path);
      // The mode of a file; that of a link is another one.
      if (listed.startsWith('100')) {
        found.set(path, await git('cat-file', 'blob', `${commit}:${path}`));
      }
    }
    return found;
  });
}
