import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BuildError } from '../../errors';

/** What git says of the checkout that an app is in. */
export interface GitFacts {
  /** The commit, with `-dirty` where tracked files were changed since. */
  readonly revision: string;
  /** URL of the remote, without a login. @default - there is none */
  readonly source?: string | undefined;
  /** The tag of the commit. @default - it has none, or several */
  readonly version?: string | undefined;
}

/**
 * Asks git what is checked out in a folder.
 *
 * @throws BuildError `E_GIT_FACTS` where it is no checkout, or has no commit
 */
export async function readGitFacts(folder: string): Promise<GitFacts> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', args, { cwd: folder });
    return stdout.trim();
  };
  const orNothing = (text: Promise<string>) => text.catch(() => '');
  try {
    const revision = await git('rev-parse', '--verify', 'HEAD');
    const [changes, tags, branch] = await Promise.all([
      git('status', '--porcelain', '--untracked-files=no'),
      git('tag', '--points-at', 'HEAD'),
      orNothing(git('symbolic-ref', '--short', 'HEAD')),
    ]);
    const remote = await orNothing(git('config', `branch.${branch}.remote`));
    const url = await orNothing(git('remote', 'get-url', remote || 'origin'));
    const [tag, ...others] = tags.split('\n');
    return {
      revision: changes === '' ? revision : `${revision}-dirty`,
      source: url === '' ? undefined : withoutLogin(url),
      version: tag && others.length === 0 ? tag : undefined,
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError('E_GIT_FACTS', `git says nothing of "${folder}"`, {
      got: reason.split('\n').slice(1).join(' ').trim() || reason,
      expected: 'a checkout with a commit, and the program git',
      fix: 'build in the checkout, or leave the labels of git out',
      cause,
    });
  }
}

/** A user of ssh is no secret, and no URL without it. */
function withoutLogin(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}
