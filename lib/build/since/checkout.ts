import { existsSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { BuildError } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { temporaryFolder } from '../../files/temporary';
import { type RunGitOptions, runGit } from '../../git/run-git';

/** Files that say which packages an app runs with. */
const PACKAGE_FILES = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
];

/** Git works on the disk of this machine. */
const PATIENCE_MS = 60_000;

/** The files of an earlier commit, in a folder of their own, with the packages that are installed now. */
export interface EarlierCheckout {
  /** What is to be removed. */
  readonly root: string;
  /** The folder that stands for the one that was given. */
  readonly cwd: string;
  /** Where a path below the repository lies in it; other paths stay as they are. */
  place(path: string): string;
  /** Files that name other packages than they do now. */
  readonly changedPackages: readonly string[];
}

/**
 * Writes the files of a commit. Neither the working tree nor git's own files are touched.
 *
 * @param cwd a folder of the repository
 * @param ref what git takes for a commit: a branch, a tag, `HEAD~1`
 * @throws BuildError `E_GIT_SINCE`
 */
export async function checkOutEarlier(
  cwd: string,
  ref: string,
  { env, signal }: Pick<RunGitOptions, 'env' | 'signal'>,
): Promise<EarlierCheckout> {
  const root = temporaryFolder('synth-since');
  const options = {
    signal,
    patienceMs: PATIENCE_MS,
    env: { ...env, GIT_INDEX_FILE: join(root, '.index') },
  };
  const git = async (...args: string[]): Promise<string> => {
    const end = await runGit(['-C', cwd, ...args], options);
    if (end.ok) return end.output.replace(/\n$/, '');
    throw notThere(ref, cwd, end.said);
  };
  const commit = await git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`);
  const top = realpathSync(await git('rev-parse', '--show-toplevel'));
  await git('read-tree', commit);
  const files = join(root, 'files');
  makeFolder(files);
  await git(`--work-tree=${files}`, 'checkout-index', '--all', '--force');

  const below = relative(top, realpathSync(cwd));
  const folders = ancestors(below);
  linkPackages(top, files, folders);
  const named = folders.flatMap((folder) => PACKAGE_FILES.map((file) => join(folder, file)));
  const changed = await git(
    `--work-tree=${top}`,
    '-C',
    top,
    'diff',
    '--name-only',
    commit,
    '--',
    ...named,
  );
  return {
    root,
    cwd: join(files, below),
    place: (path) => {
      const inside = relative(top, path);
      return isAbsolute(path) && !inside.startsWith('..') ? join(files, inside) : path;
    },
    changedPackages: changed === '' ? [] : changed.split('\n'),
  };
}

/** A folder and those above it, up to the top: `a/b`, `a`, ``. */
function ancestors(folder: string): string[] {
  return folder === '' ? [''] : [folder, ...ancestors(dirname(folder).replace(/^\.$/, ''))];
}

/** What is installed is in no commit. */
function linkPackages(from: string, to: string, folders: readonly string[]): void {
  for (const folder of folders) {
    const [target, link] = [from, to].map((top) => join(top, folder, 'node_modules'));
    if (target === undefined || link === undefined) continue;
    if (!existsSync(target) || existsSync(link)) continue;
    makeFolder(dirname(link));
    symlinkSync(target, link);
  }
}

function notThere(ref: string, cwd: string, said: string): BuildError {
  const reason = said.trim().split('\n')[0] ?? '';
  return new BuildError('E_GIT_SINCE', `"${ref}" cannot be compared with: ${reason}`, {
    got: reason,
    expected: `a commit of the repository that ${cwd} is in, and the program git`,
    fix: 'fetch the commit first; a shallow clone has few ("git fetch --depth=1 origin <ref>")',
  });
}
