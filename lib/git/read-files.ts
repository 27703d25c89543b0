import { patienceMs as defaultPatienceMs } from '../environment/patience';
import { removeTemporary, temporaryFolder } from '../files/temporary';
import { askGit, type GitOptions } from './ask-git';
import { type GitPlace, withGitAccess } from './git-access';

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
export async function readGitFiles(
  { commit, knownHosts, paths, url }: GitFilesRequest,
  options: GitOptions,
): Promise<ReadonlyMap<string, string>> {
  const { env = process.env, given = {}, patienceMs = defaultPatienceMs(env) } = options;
  return withGitAccess({ url, knownHosts }, given, env, async (own) => {
    const folder = temporaryFolder('synth-git');
    // A commit takes longer to come than the names of refs.
    const patience = patienceMs * 10;
    const git = (...args: string[]) =>
      askGit(url, ['-C', folder, ...args], { ...options, env: own, patienceMs: patience });
    try {
      await git('init', '--quiet', '--bare');
      await fetchCommit(git, url, commit);
      const found = new Map<string, string>();
      for (const path of paths) {
        const [, type] = (await git('ls-tree', '--full-tree', commit, '--', path)).split(/\s/);
        if (type === 'blob') found.set(path, await git('cat-file', 'blob', `${commit}:${path}`));
      }
      return found;
    } finally {
      await removeTemporary(folder);
    }
  });
}

/** Not every server gives away a commit by its id alone; then all that it has is fetched. */
async function fetchCommit(
  git: (...args: string[]) => Promise<string>,
  url: string,
  commit: string,
): Promise<void> {
  const quietly = ['fetch', '--quiet', '--no-tags'];
  try {
    await git(...quietly, '--depth', '1', '--', url, commit);
  } catch {
    await git(...quietly, '--', url, '+refs/*:refs/*');
  }
}
