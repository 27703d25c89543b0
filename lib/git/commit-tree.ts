import { patienceMs as defaultPatienceMs } from '../environment/patience';
import { BuildError } from '../errors';
import { removeTemporary, temporaryFolder } from '../files/temporary';
import { askGit, type GitOptions, redactUrl } from './ask-git';
import { type GitPlace, withGitAccess } from './git-access';

/** A commit of a repository, and what it is asked for by. */
export interface GitCommitPlace extends GitPlace {
  /** Full ref name, or the commit itself. */
  readonly ref: string;
}

/** Options of {@link withCommit}. */
export interface CommitOptions extends GitOptions {
  /** Whether all files come at once. @default false */
  readonly isWhole?: boolean;
}

/**
 * Fetches the tree of a commit into a folder of its own, which is removed in the end; files come when
 * they are asked for.
 *
 * @param use is given what runs git there
 * @throws BuildError `E_GIT_UNREACHABLE`, `E_GIT_TAG_MOVED`, `E_SECRET_MISSING`, `E_SSH_MISSING`
 */
export async function withCommit<T>(
  request: GitCommitPlace,
  commit: string,
  options: CommitOptions,
  use: (git: Git) => Promise<T>,
): Promise<T> {
  const { env = process.env, given = {}, isWhole = false } = options;
  // A commit takes longer to come than the names of refs.
  const patienceMs = 10 * (options.patienceMs ?? defaultPatienceMs(env));
  const folder = temporaryFolder('synth-git');
  try {
    return await withGitAccess(request, given, env, async (own) => {
      const place = [`--git-dir=${folder}`, `--work-tree=${folder}`];
      const git = (...args: readonly string[]) =>
        askGit(request.url, [...place, ...args], { ...options, env: own, patienceMs });
      const init = ['init', '--quiet', '--bare', '--object-format=sha1', folder];
      await askGit(request.url, init, options);
      await git('config', 'remote.origin.url', request.url);
      await fetchCommit(request, commit, git, isWhole ? FETCH : FETCH_TREE);
      return await use(git);
    });
  } finally {
    await removeTemporary(folder);
  }
}

/** Runs git in the folder of the commit, and gives what it printed. */
export type Git = (...args: readonly string[]) => Promise<string>;

const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head'];
/** Without the contents of files; servers that cannot leave them out send them along. */
const FETCH_TREE = [...FETCH, '--filter=blob:none'];

async function fetchCommit(
  { ref, url }: GitCommitPlace,
  commit: string,
  git: Git,
  fetch: readonly string[],
): Promise<void> {
  if (ref !== commit) {
    await git(...fetch, '--depth=1', 'origin', `+${ref}:refs/synth/wanted`);
    const now = (await git('rev-parse', 'refs/synth/wanted^{commit}')).trim();
    if (now === commit) return;
    throw new BuildError(
      'E_GIT_TAG_MOVED',
      `"${ref}" of ${redactUrl(url)} moves while it is locked`,
      {
        got: `${commit}, and a moment later ${now}`,
        expected: 'one commit',
        fix: 'run "synth lock" again',
      },
    );
  }
  try {
    await git(...fetch, '--depth=1', 'origin', commit);
  } catch {
    // Not every server gives out a commit by its id.
    await git(
      ...fetch,
      'origin',
      '+refs/heads/*:refs/synth/heads/*',
      '+refs/tags/*:refs/synth/tags/*',
    );
  }
}
