import { copy, type FileAction, type State, scratch } from '../../lib/llb';

/**
 * Folders that are links in a Debian root with merged /usr, the last one where the architecture has
 * its loader there.
 *
 * @see file-hierarchy(7), and what base-files holds
 */
const LINKS = ['bin', 'sbin', 'lib', 'lib64'] as const;

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
  // By patterns only folders that hold something come along, and nothing else of these names: a copy
  // of that would end up behind the link.
  const includePatterns = LINKS.map((link) => `${link}/*`);
  const folders = copy(tree, '/', '/', { ...over, includePatterns });
  const from = folders.withState(scratch());
  // Only what a wildcard means may be missing.
  const options = { ...over, allowWildcard: true, allowEmptyWildcard: true };
  return LINKS.reduce(
    (action, link) => action.copy(from, wildcard(link), `/${link}`, options),
    copy(tree, '/', '/', { ...over, excludePatterns: LINKS }),
  );
}

/** Matches this name below the root alone: `/[b]in`. */
function wildcard(name: string): string {
  return `/[${name.slice(0, 1)}]${name.slice(1)}`;
}
