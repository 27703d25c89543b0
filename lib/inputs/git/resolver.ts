import { BuildError } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { askGit, type GitOptions, redactUrl } from '../../git/ask-git';
import { withGitAccess } from '../../git/git-access';
import { entryResolver } from '../resolve-entries';
import { GIT, type GitLock, type GitRequest } from './kind';

/** Processes of git at a time. */
const PROCESSES = 4;

/** Asks git repositories for the commits of tags and branches. */
export const GIT_RESOLVER = entryResolver(GIT, PROCESSES, (request, { environment, signal }) =>
  resolveGit(request, { signal, given: environment }),
);

/**
 * Finds the commit of a tag or branch, by the user's own git with its credentials and settings, and
 * with the secrets and the agent that a build would give to the daemon. It never asks for a password.
 *
 * @throws BuildError `E_GIT_PROGRAM`, `E_GIT_UNREACHABLE`, `E_GIT_REF_UNKNOWN`, `E_SECRET_MISSING`,
 *   `E_SSH_MISSING`
 */
export async function resolveGit(request: GitRequest, options: GitOptions = {}): Promise<GitLock> {
  // A commit is its own answer.
  if (/^[0-9a-f]{40}$/.test(request.ref)) return { commit: request.ref };
  const { env = process.env, given = {} } = options;
  return withGitAccess(request, given, env, (own) => askRefs(request, { ...options, env: own }));
}

async function askRefs(request: GitRequest, options: GitOptions): Promise<GitLock> {
  const { url, ref } = request;
  const refs = await listRefs(url, [ref, `${ref}^{}`], options);
  const object = refs.get(ref);
  const peeled = refs.get(`${ref}^{}`);
  if (object === undefined) throw await unknownRefError(request, options);
  return peeled === undefined ? { commit: object } : { commit: peeled, tag: object };
}

/** `git ls-remote`: object by ref name. No pattern: every ref. */
async function listRefs(
  url: string,
  patterns: readonly string[],
  options: GitOptions,
): Promise<Map<string, string>> {
  const output = await askGit(url, ['ls-remote', '--', url, ...patterns], options);
  const refs = new Map<string, string>();
  for (const line of output.split('\n')) {
    const match = /^([0-9a-f]{40})\t(.+)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) refs.set(match[2], match[1]);
  }
  return refs;
}

async function unknownRefError({ url, ref }: GitRequest, options: GitOptions): Promise<BuildError> {
  const refs = await listRefs(url, [], options).catch(() => new Map<string, string>());
  const short = (name: string): string => name.replace(/^refs\/(?:tags|heads)\//, '');
  const names = [...refs.keys()].filter(
    (name) => /^refs\/(?:tags|heads)\//.test(name) && !name.endsWith('^{}'),
  );
  const near = nearMisses(short(ref), names.map(short));
  const kind = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  return new BuildError(
    'E_GIT_REF_UNKNOWN',
    `git repository ${redactUrl(url)} has no ${kind} "${short(ref)}"`,
    {
      got: `${names.length} tags and branches, no "${ref}"`,
      expected: 'a tag or branch of the repository',
      fix:
        near.length === 0
          ? `correct the name of the ${kind}`
          : `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`,
    },
  );
}
