import { eachAtMost } from '../../../fetch/concurrency';
import { withGitAccess } from '../../../git/git-access';
import { type Entries, own } from '../../entries';
import { newestLike } from '../../newest-version';
import type { Outdated } from '../../outdated';
import type { Asked, ResolverContext } from '../../resolver';
import type { GitLock, GitRequest } from '../kind';
import { listRefs } from './list-refs';

/** Processes of git at a time. */
const PROCESSES = 4;
const TAGS = 'refs/tags/';

/** Branches and tags that are at another commit by now, and tags of which there is a newer one. */
export async function outdatedRefs(
  requests: readonly Asked<GitRequest>[],
  section: Entries<GitLock>,
  { collect, environment, signal }: ResolverContext,
): Promise<Outdated[]> {
  const outdated: Outdated[] = [];
  const byUrl = new Map<string, Asked<GitRequest>[]>();
  for (const asked of requests) {
    const { ref, url } = asked.request;
    // A commit is its own answer.
    if (!ref.startsWith('refs/') || own(section, asked.key) === undefined) continue;
    byUrl.set(url, [...(byUrl.get(url) ?? []), asked]);
  }
  await eachAtMost(PROCESSES, [...byUrl.values()], async (ofUrl) => {
    const [first] = ofUrl;
    if (first === undefined) return;
    await collect(first, async () => {
      const { request } = first;
      const options = { signal, given: environment };
      const refs = await withGitAccess(request, environment, process.env, (env) =>
        listRefs(request.url, [], { ...options, env }),
      );
      for (const asked of ofUrl) {
        const locked = own(section, asked.key);
        if (locked !== undefined) outdated.push(...compare(asked, locked, refs));
      }
    });
  });
  return outdated.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function compare(
  { constructPath, key, request: { ref, url } }: Asked<GitRequest>,
  { commit }: GitLock,
  refs: ReadonlyMap<string, string>,
): Outdated[] {
  const about = { name: key, constructPaths: [constructPath] };
  const isTag = ref.startsWith(TAGS);
  const now = refs.get(`${ref}^{}`) ?? refs.get(ref);
  const kind = isTag ? 'tag' : 'branch';
  if (now === undefined) {
    const advisory = `the ${kind} is gone`;
    return [{ ...about, locked: commit, newest: 'none', by: 'app', advisory }];
  }
  const found: Outdated[] = [];
  if (now !== commit) {
    const advisory = isTag ? { advisory: 'the tag was moved' } : {};
    found.push({ ...about, locked: commit, newest: now, by: 'update', ...advisory });
  }
  const names = [...refs.keys()].filter((name) => name.startsWith(TAGS) && !name.endsWith('^{}'));
  const own = ref.slice(TAGS.length);
  const newest = isTag
    ? newestLike(
        own,
        names.map((name) => name.slice(TAGS.length)),
      )
    : undefined;
  if (newest !== undefined) {
    found.push({ ...about, name: url, locked: own, newest, by: 'app' });
  }
  return found;
}
