import { BuildError } from '../../errors';
import { didYouMean, nearMisses } from '../../errors/near-miss';
import { type GitOptions, redactUrl } from '../../git/ask-git';
import { withGitAccess } from '../../git/git-access';
import type { Entries } from '../entries';
import { dropSelected, entryResolver } from '../resolve-entries';
import type { InputResolver } from '../resolver';
import { inspectCommit } from './inspect';
import { GIT, type GitLock, type GitRequest } from './kind';
import { listRefs } from './resolve/list-refs';
import { outdatedRefs } from './resolve/outdated';

const SHA1 = /^[0-9a-f]{40}$/;
/** Processes of git at a time. */
const PROCESSES = 4;

/** Asks git repositories for the commits of tags and branches. */
export const GIT_RESOLVER: InputResolver<GitRequest, Entries<GitLock>> = {
  ...entryResolver(GIT, PROCESSES, async (request, { environment, say, signal }) => {
    const locked = await resolveGit(request, { signal, given: environment });
    const paths = Object.keys(locked.submodules ?? {});
    if (paths.length > 0) {
      const names = paths.slice(0, 3).join(', ') + (paths.length > 3 ? ', …' : '');
      say(
        `${redactUrl(request.url)} has submodules at ${names}: a source has them with "submodules: true" alone`,
      );
    }
    return locked;
  }),
  // A commit has the same submodules whenever it is asked.
  update: (requests, previous, selection) =>
    dropSelected(
      requests.filter(({ request }) => !SHA1.test(request.ref)),
      previous,
      selection,
    ),
  outdated: (requests, section, _query, context) => outdatedRefs(requests, section, context),
};

/**
 * Finds the commit of a tag or branch, and what of its files no git source of BuildKit has: by the
 * user's own git with its credentials and settings, and with the secrets and the agent that a build would give to the daemon. It never asks for a password.
 *
 * @throws BuildError `E_GIT_PROGRAM`, `E_GIT_UNREACHABLE`, `E_GIT_REF_UNKNOWN`,
 *   `E_GIT_TAG_MOVED`, `E_GIT_SUBMODULE`, `E_SECRET_MISSING`, `E_SSH_MISSING`
 */
export async function resolveGit(request: GitRequest, options: GitOptions = {}): Promise<GitLock> {
  const { env = process.env, given = {} } = options;
  const found = await withGitAccess(request, given, env, (own) =>
    askRefs(request, { ...options, env: own }),
  );
  return { ...found, ...(await inspectCommit(request, found.commit, options)) };
}

async function askRefs(request: GitRequest, options: GitOptions): Promise<GitLock> {
  const { url, ref } = request;
  // A commit is its own answer.
  if (SHA1.test(ref)) return { commit: ref };
  const refs = await listRefs(url, [ref, `${ref}^{}`], options);
  const object = refs.get(ref);
  const peeled = refs.get(`${ref}^{}`);
  if (object === undefined) throw await unknownRefError(request, options);
  return peeled === undefined ? { commit: object } : { commit: peeled, tag: object };
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
      fix: didYouMean(near) ?? `correct the name of the ${kind}`,
    },
  );
}
