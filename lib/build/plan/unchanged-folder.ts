import { realpathSync } from 'node:fs';
import type { DirectoryInput } from '../../assembly/manifest';
import { BuildError, systemErrorCode } from '../../errors';
import { FileTreeError } from '../../file-tree/error';
import { digestTree } from '../../file-tree/tree-digest';

/**
 * The folder of a local source, whose files are those that the assembly was made with.
 *
 * @throws BuildError `E_LOCAL_CHANGED` where they are not
 */
export function unchangedFolder(
  folder: string,
  { digest, path, ...selection }: DirectoryInput,
): string {
  if (digest === undefined) return folder;
  const now = readDigest(folder, selection);
  if (now === digest) return folder;
  throw new BuildError('E_LOCAL_CHANGED', `files of "${path}" are others than those of synth`, {
    got: now,
    expected: digest,
  });
}

function readDigest(folder: string, selection: Omit<DirectoryInput, 'digest' | 'path'>): string {
  try {
    return digestTree(realpathSync(folder), selection).digest;
  } catch (cause) {
    if (cause instanceof FileTreeError) return cause.message;
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    return `the folder cannot be read: ${code}`;
  }
}
