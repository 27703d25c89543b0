import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { patienceMs } from '../environment/patience';
import { BuildError, describeCause } from '../errors';
import { makeFolder } from '../files/make-folder';
import { removeTemporarySync, temporaryBeside } from '../files/temporary';
import { gitProgramError } from './ask-git';
import { runGit } from './run-git';

/** What {@link checkOutPack} works with. */
export interface CheckOutOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with why the pack does not hold the commit. */
  readonly damaged: (got: string) => BuildError;
}

/**
 * Lays out the files of a packed commit in a folder, as BuildKit does: nothing that this machine's git
 * is configured to do is done. What is there is looked through, and made again where it was changed.
 *
 * @param pack of {@link packCommit}
 * @param folder of its own, below the cache folder
 * @returns the folder of the files
 * @throws BuildError `E_GIT_PROGRAM`, `E_CACHE_FOLDER`, and what `damaged` makes
 */
export async function checkOutPack(
  pack: string,
  commit: string,
  folder: string,
  options: CheckOutOptions,
): Promise<string> {
  const tree = join(folder, 'tree');
  if (await isAsCheckedOut(folder, commit, options)) return tree;
  const fresh = temporaryBeside(folder);
  try {
    await checkOut(pack, commit, fresh, options);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (cause) {
    if (BuildError.is(cause)) throw cause;
    // Another process may have been quicker.
    if (await isAsCheckedOut(folder, commit, options)) return tree;
    options.signal?.throwIfAborted();
    throw new BuildError('E_CACHE_FOLDER', `cache folder "${dirname(folder)}" cannot be written`, {
      got: describeCause(cause),
      cause,
    });
  } finally {
    removeTemporarySync(fresh);
  }
  return tree;
}

async function isAsCheckedOut(
  folder: string,
  commit: string,
  { signal }: CheckOutOptions,
): Promise<boolean> {
  // Without looking whether it is there: git says so.
  const head = await git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'], signal);
  if (!head.ok || head.output.trim() !== commit) return false;
  const all = ['status', '--porcelain', '--untracked-files=all', '--ignored'];
  const changes = await git(folder, all, signal);
  return changes.ok && changes.output === '';
}

async function checkOut(
  pack: string,
  commit: string,
  folder: string,
  { damaged, signal }: CheckOutOptions,
): Promise<void> {
  const run = async (...args: readonly string[]) => {
    const end = await git(folder, args, signal);
    if (end.ok) return;
    if (/git: not found/.test(end.said)) throw gitProgramError('no such program');
    throw damaged(end.said.trim().split('\n').at(-1) ?? '');
  };
  makeFolder(join(folder, 'tree'));
  makeFolder(join(folder, 'git'));
  await run('init', '--quiet', '--object-format=sha1');
  const packs = join(folder, 'git/objects/pack');
  const copy = join(packs, `pack-${commit}.pack`);
  makeFolder(packs);
  copyFileSync(pack, copy);
  await run('index-pack', copy);
  writeFileSync(join(folder, 'git/shallow'), `${commit}\n`);
  await run('update-ref', '--no-deref', 'HEAD', commit);
  await run('reset', '--hard', '--quiet', commit);
}

/** Nothing of the user's or the machine's settings, and the modes that others' umask gives. */
function git(folder: string, args: readonly string[], signal: AbortSignal | undefined) {
  const { PATH } = process.env;
  const place = [`--git-dir=${folder}/git`, `--work-tree=${folder}/tree`];
  return runGit(['--no-optional-locks', ...place, ...args], {
    signal,
    env: {
      PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_ATTR_NOSYSTEM: '1',
    },
    umask: '022',
    patienceMs: 10 * patienceMs(process.env),
  });
}
