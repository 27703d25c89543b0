import { BuildError } from '../../errors';
import { type GitOptions, redactUrl } from '../../git/ask-git';
import { type Git, withCommit } from '../../git/commit-tree';
import type { GitLock, GitRequest, Submodule } from './kind';
import { isSubmodulePath, submoduleUrl } from './submodule';

/** Submodules of submodules of submodules: more is a circle. */
const MAX_DEPTH = 8;
const MAX_SUBMODULES = 500;
/** Pointers that are looked at, to know whether what should be one is one. */
const MAX_POINTERS = 3;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/**
 * Looks at the tree of a commit for what no git source of BuildKit has as it should be: submodules,
 * and files that Git LFS keeps elsewhere. Of the files themselves only those are fetched that say so.
 *
 * @throws BuildError `E_GIT_TAG_MOVED` where the ref is another commit by now, `E_GIT_SUBMODULE`
 */
export async function inspectCommit(
  request: GitRequest,
  commit: string,
  options: GitOptions,
): Promise<Pick<GitLock, 'lfs' | 'submodules'>> {
  const { lfs, submodules } = await inspect(request, commit, options, true);
  const found = await nested(request, submodules, options, '', MAX_DEPTH);
  return {
    ...(lfs === 0 ? {} : { lfs }),
    ...(found.length === 0 ? {} : { submodules: Object.fromEntries(found) }),
  };
}

type Placed = readonly [path: string, submodule: Submodule];

/** Submodules with those that they have themselves, by their path in the whole. */
async function nested(
  { knownHosts }: GitRequest,
  submodules: readonly Placed[],
  options: GitOptions,
  below: string,
  depth: number,
): Promise<Placed[]> {
  const all: Placed[] = [];
  for (const [path, submodule] of submodules) {
    const place = `${below}${path}`;
    if (depth === 0) throw refused(place, 'submodules within submodules without end');
    all.push([place, submodule]);
    const { commit, url } = submodule;
    const request = { url, ref: commit, ...(knownHosts === undefined ? {} : { knownHosts }) };
    const inner = await inspect(request, commit, options, false);
    all.push(...(await nested(request, inner.submodules, options, `${place}/`, depth - 1)));
    if (all.length > MAX_SUBMODULES) throw refused(place, `more than ${MAX_SUBMODULES} submodules`);
  }
  return all;
}

interface Inspected {
  readonly lfs: number;
  readonly submodules: readonly Placed[];
}

function inspect(
  request: GitRequest,
  commit: string,
  options: GitOptions,
  wantsLfs: boolean,
): Promise<Inspected> {
  return withCommit(request, commit, options, async (git) => {
    const entries = treeEntries(await git('ls-tree', '-r', '-z', '--full-tree', commit));
    return {
      submodules: await submodulesOf(request, commit, entries, git),
      lfs: wantsLfs ? await countPointers(commit, entries, git) : 0,
    };
  });
}

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

function treeEntries(output: string): TreeEntry[] {
  return output.split('\0').flatMap((line) => {
    const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]{40})\t(.+)$/s.exec(line) ?? [];
    return mode === undefined || id === undefined || path === undefined ? [] : [{ mode, id, path }];
  });
}

async function submodulesOf(
  request: GitRequest,
  commit: string,
  entries: readonly TreeEntry[],
  git: Git,
): Promise<Placed[]> {
  const links = entries.filter(({ mode }) => mode === '160000');
  if (links.length === 0) return [];
  const urls = new Map<string, string>();
  if (entries.some(({ path }) => path === '.gitmodules')) {
    const config = await git('config', '-z', '--blob', `${commit}:.gitmodules`, '--list');
    const values = new Map(
      config.split('\0').map((line): [string, string] => {
        const end = line.indexOf('\n');
        return [line.slice(0, end), line.slice(end + 1)];
      }),
    );
    for (const [name, path] of values) {
      const url = values.get(name.replace(/\.path$/, '.url'));
      if (name.endsWith('.path') && url !== undefined) urls.set(path, url);
    }
  }
  return links.flatMap(({ id, path }): Placed[] => {
    const written = urls.get(path);
    // What .gitmodules does not know no client of git has either: an empty folder.
    if (written === undefined) return [];
    if (!isSubmodulePath(path)) throw refused(path, 'a path that leads elsewhere');
    const url = submoduleUrl(request.url, written);
    if (url === undefined) throw refused(path, `the URL "${redactUrl(written)}"`);
    if (/^ssh:/i.test(url) && request.knownHosts === undefined) {
      throw refused(path, `"${url}", and no "knownHosts" for it`);
    }
    return [[path, { url, commit: id }]];
  });
}

/** How many files are kept by Git LFS; none where those that should be pointers are no pointers. */
async function countPointers(
  commit: string,
  entries: readonly TreeEntry[],
  git: Git,
): Promise<number> {
  if (!entries.some(({ path }) => /(?:^|\/)\.gitattributes$/.test(path))) return 0;
  await git('read-tree', commit);
  const listed = await git('ls-files', '-z', '--cached', '--', ':(attr:filter=lfs)');
  const paths = new Set(listed.split('\0').filter((path) => path !== ''));
  const files = entries.filter(({ mode, path }) => paths.has(path) && mode.startsWith('100'));
  for (const { id } of files.slice(0, MAX_POINTERS)) {
    if (POINTER.test(await git('cat-file', 'blob', id))) return files.length;
  }
  return 0;
}

function refused(path: string, got: string): BuildError {
  return new BuildError('E_GIT_SUBMODULE', `the submodule at "${path}" cannot be locked`, {
    got,
    expected:
      'an https, http, git or ssh URL without a password, or one relative to its repository',
    fix: 'take what is needed from sources of their own, and put each at its place',
  });
}
