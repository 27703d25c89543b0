import { BuildError } from '../../errors';
import type { FetchContext } from '../../fetch/fetch-context';
import { hashFile } from '../../files/hash-file';
import { type CommitRequest, packCommit } from '../../git/pack-commit';
import type { VendorFolder } from './vendor-folder';

/** A commit that is to be fetched. */
export interface WantedCommit extends CommitRequest {
  /** What it is called, for people. */
  readonly title: string;
  /** Whether its submodules are wanted elsewhere, or not at all. */
  readonly skipsSubmodules: boolean;
}

const SUBMODULE = /^160000 /m;

/**
 * Puts the pack of a commit into the folder.
 *
 * @returns its sha256, hex
 * @throws BuildError `E_GIT_…`, `E_VENDOR_INPUT`, `E_VENDOR_FOLDER`
 */
export function fetchCommit(
  wanted: WantedCommit,
  folder: VendorFolder,
  { environment, signal }: FetchContext,
): Promise<string> {
  const { commit, skipsSubmodules, title } = wanted;
  return packCommit(wanted, { signal, given: environment }, async (pack, git) => {
    if (!skipsSubmodules && SUBMODULE.test(await git('ls-tree', '-r', commit))) {
      throw new BuildError('E_VENDOR_INPUT', `${title} cannot be vendored`, {
        got: 'a source with submodules, which the daemon would fetch with it',
        expected: 'a source that skips them, and one for each: "submodules" of PinnedGitSource',
      });
    }
    const sha256 = await hashFile(pack);
    await folder.copy(sha256, pack);
    return sha256;
  });
}
