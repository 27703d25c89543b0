import { askGit, type GitOptions } from '../../../git/ask-git';

/** `git ls-remote`: object by ref name. No pattern: every ref. */
export async function listRefs(
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
