import { type CopyOptions, copy, type FileAction, type State, scratch } from '../../lib/llb';

/**
 * Folders that are links in a Debian root with merged /usr, the last one where the architecture has
 * its loader there.
 *
 * @see file-hierarchy(7), and what base-files holds
 */
const LINKS = ['bin', 'sbin', 'lib', 'lib64'] as const;

/** Wildcards, since only what a wildcard means may be missing. */
const OPTIONAL: CopyOptions = { allowWildcard: true, allowEmptyWildcard: true };

/**
 * The files of an artifact over a root. What an artifact has in a folder that is a link there by the
 * merged /usr lands behind the link, as dpkg and a running system have it. A file or a link of such a
 * name is left out: that of the root stays.
 *
 * Becomes one `FileOp`, so one layer: a copy without these folders, and one of what is in each.
 *
 * @param timestamp of all that is copied
 */
export function layFiles(tree: State, timestamp: Date): FileAction {
  const over = { copyDirContentsOnly: true, timestamp };
  const [first, ...others] = LINKS;
  const inFolder = (link: string) => [tree, `${wildcard(link)}/*`, `/${link}/`, OPTIONAL] as const;
  // On scratch, where each becomes a folder: onto a link, a copy of anything else would do harm.
  const folders = others
    .reduce((action, link) => action.copy(...inFolder(link)), copy(...inFolder(first)))
    .withState(scratch());
  const behind = (link: string) =>
    [folders, wildcard(link), `/${link}`, { ...over, ...OPTIONAL }] as const;
  return others
    .reduce((action, link) => action.copy(...behind(link)), copy(...behind(first)))
    .copy(tree, '/', '/', { ...over, excludePatterns: LINKS });
}

/** Matches this name below the root alone: `/[b]in`. */
function wildcard(name: string): string {
  return `/[${name.slice(0, 1)}]${name.slice(1)}`;
}
