import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder';
import type { GitOptions } from './ask-git';
import { type Git, withCommit } from './commit-tree';
import type { GitPlace } from './git-access';

/** A commit of a repository. */
export interface CommitRequest extends GitPlace {
  /** 40 hex digits. */
  readonly commit: string;
}

/**
 * Packs one commit: itself, its trees and all files, without its history.
 *
 * @param use is given the path of the pack, which is removed in the end, and what runs git beside it
 * @throws BuildError `E_GIT_PROGRAM`, `E_GIT_UNREACHABLE`, `E_SECRET_MISSING`, `E_SSH_MISSING`
 */
export function packCommit<T>(
  { commit, knownHosts, url }: CommitRequest,
  options: GitOptions,
  use: (pack: string, git: Git) => Promise<T>,
): Promise<T> {
  const place = { ref: commit, url, knownHosts };
  return withCommit(place, commit, { ...options, isWhole: true }, async (git) => {
    const folder = (await git('rev-parse', '--absolute-git-dir')).trim();
    // The branches that a server gave in place of the commit, and what lies before it, stay out.
    rmSync(join(folder, 'packed-refs'), { force: true });
    rmSync(join(folder, 'refs'), { recursive: true });
    makeFolder(join(folder, 'refs'));
    writeFileSync(join(folder, 'shallow'), `${commit}\n`);
    await git('update-ref', 'refs/heads/packed', commit);
    await git('-c', 'pack.threads=1', 'repack', '-a', '-d', '-q');
    const packs = join(folder, 'objects/pack');
    const name = readdirSync(packs).find((file) => file.endsWith('.pack')) ?? '';
    return await use(join(packs, name), git);
  });
}
