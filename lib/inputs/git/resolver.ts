import type { Environment } from '../../environment';
import { patienceMs as defaultPatienceMs } from '../../environment/patience';
import { BuildError } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { entryResolver } from '../resolve-entries';
import { withGitAccess } from './git-access';
import { GIT, type GitLock, type GitRequest } from './kind';
import { runGit } from './run-git';

/** Processes of git at a time. */
const PROCESSES = 4;

/** Asks git repositories for the commits of tags and branches. */
export const GIT_RESOLVER = entryResolver(GIT, PROCESSES, (request, { environment, signal }) =>
  resolveGit(request, { signal, given: environment }),
);

/** Options of {@link resolveGit}. */
export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Variables of the process. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Secrets and agents that git may use. @default - what the user's own git has */
  readonly given?: Pick<Environment, 'secrets' | 'ssh'>;
  /** Milliseconds that a server may be silent. @default - `SYNTH_PATIENCE` of `env`, or 30000 */
  readonly patienceMs?: number;
}

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

async function askGit(
  url: string,
  args: readonly string[],
  { signal, env = process.env, patienceMs = defaultPatienceMs(env) }: GitOptions,
): Promise<string> {
  const end = await runGit(args, { signal, env, patienceMs });
  if (end.ok) return end.output;
  const { said, startError } = end;
  if (startError?.code === 'ENOENT' || startError?.code === 'EACCES') {
    throw new BuildError('E_GIT_PROGRAM', 'git is not installed', {
      got: `${startError.code} on running "git"`,
      fix: 'install git: the commits of tags and branches are asked for with it',
    });
  }
  throw new BuildError('E_GIT_UNREACHABLE', `git repository ${redactUrl(url)} cannot be read`, {
    got: redactText(lastLine(said), url),
    expected: 'a repository that exists, and that git may read without a password prompt',
    fix: `check that "git ls-remote ${redactUrl(url)}" works`,
  });
}

/** The URL without user and password. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, '$1');
}

/** A message of git, without the credentials of any URL in it. */
function redactText(text: string, url: string): string {
  return text.replaceAll(url, redactUrl(url)).replace(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s']*@/gi, '$1');
}

/** What matters of git's messages: why ssh was refused, the `fatal:` line, else the last one. */
function lastLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const ofSsh = lines.find((line) =>
    /Host key verification failed|Permission denied \(/.test(line),
  );
  if (ofSsh !== undefined) return ofSsh.trim();
  return (lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1) ?? 'no message').trim();
}
