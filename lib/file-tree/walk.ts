import { lstatSync, readlinkSync } from 'node:fs';
import type { FileStat } from '../pb/fsutil';
import { decodePath } from '../pb/path-bytes';
import { FileTreeError } from './error';
import { goFileType, toGoMode } from './file-mode';
import { type FolderEntry, HeldFolder } from './held-folder';
import type { FolderState, TreeFilter } from './tree-filter';

interface Folder {
  readonly path: string;
  readonly state: FolderState;
  readonly parent: Folder | undefined;
  readonly held: HeldFolder;
  /** What is sent of it, until that is done; none for the root. */
  unsent: FileStat | undefined;
}

/**
 * Lists what `filter` keeps of the folder `root`, in the order that receivers ask for: siblings by
 * the bytes of their names, each folder before what is in it. A folder that is not kept itself is
 * listed just before the first entry below it that is.
 *
 * Hard links name the path of the same file that was listed first. Sockets are listed as the empty
 * files that receivers make of them. Extended attributes are not read: Node has no call for them.
 * Reading is synchronous, which is several times faster for many small entries; the consumer decides
 * when to let other work run.
 *
 * @param root real path
 */
export function* walkTree(root: string, filter: TreeFilter): Generator<FileStat, void, undefined> {
  const held = openRoot(root);
  try {
    const folder = { path: '', state: {}, parent: undefined, held, unsent: undefined };
    yield* walkFolder(folder, filter, new Map());
  } finally {
    held.close();
  }
}

function openRoot(root: string): HeldFolder {
  try {
    return HeldFolder.open(root);
  } catch (error) {
    throw unreadable('.', error);
  }
}

function* walkFolder(
  folder: Folder,
  filter: TreeFilter,
  links: Map<string, string>,
): Generator<FileStat, void, undefined> {
  for (const { isFolder, name } of entriesOf(folder)) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const { isKept, mayDescend, state } = filter.decide(path, folder.state);
    if (!isKept && !(isFolder && mayDescend)) continue;
    const stat = isKept || isFolder ? statEntry(folder.held, name, path, isKept, links) : undefined;
    if (stat === undefined) continue;
    if (isKept) {
      yield* unsentParents(folder);
      yield stat;
    }
    if (!isFolder || !mayDescend) continue;
    const held = openFolder(folder, name, path, isKept);
    if (held === undefined) continue;
    try {
      const child = { path, state, parent: folder, held, unsent: isKept ? undefined : stat };
      yield* walkFolder(child, filter, links);
    } finally {
      held.close();
    }
  }
}

function entriesOf(folder: Folder): readonly FolderEntry[] {
  try {
    return folder.held.entries();
  } catch (error) {
    if (isGone(error)) return [];
    throw unreadable(folder.path || '.', error);
  }
}

/** Undefined where it is gone, or a link by now; and where it may not be read, nor was asked for. */
function openFolder(
  { held }: Folder,
  name: string,
  path: string,
  isKept: boolean,
): HeldFolder | undefined {
  try {
    return held.folder(name);
  } catch (error) {
    if (isGone(error) || (!isKept && codeOf(error) === 'EACCES')) return undefined;
    throw unreadable(path, error);
  }
}

function* unsentParents(folder: Folder): Generator<FileStat, void, undefined> {
  if (folder.unsent === undefined) return;
  if (folder.parent !== undefined) yield* unsentParents(folder.parent);
  const stat = folder.unsent;
  folder.unsent = undefined;
  yield stat;
}

/** Undefined for an entry that vanished since it was listed. */
function statEntry(
  folder: HeldFolder,
  name: string,
  path: string,
  isKept: boolean,
  links: Map<string, string>,
): FileStat | undefined {
  const place = folder.at(name);
  try {
    const stat = lstatSync(place, { bigint: true });
    const mode = toGoMode(Number(stat.mode));
    const modTime = stat.mtimeNs;
    const type = goFileType(mode);
    if (type === 'dir') return { path, mode, modTime, size: 0 };
    if (type === 'symlink') {
      const target = readlinkSync(place, 'buffer');
      return { path, mode, modTime, size: target.length, linkname: decodePath(target) };
    }
    const own =
      type === 'other'
        ? { path, mode, modTime, size: 0, ...deviceNumbers(Number(stat.rdev)) }
        : { path, mode, modTime, size: Number(stat.size) };
    if (stat.nlink === 1n || !isKept) return own;
    const inode = `${stat.dev}:${stat.ino}`;
    const first = links.get(inode);
    if (first === undefined) links.set(inode, path);
    return first === undefined ? own : { ...own, linkname: first };
  } catch (error) {
    if (!isGone(error)) throw unreadable(path, error);
    return undefined;
  }
}

/** Linux' layout of device numbers. */
const deviceNumbers = (rdev: number) => ({
  devmajor: Math.floor(rdev / 0x100) & 0xfff,
  devminor: (rdev & 0xff) | (Math.floor(rdev / 0x1000) & 0xfff00),
});

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isGone = (error: unknown) => ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? '');

function unreadable(path: string, cause: unknown): FileTreeError {
  if (cause instanceof FileTreeError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileTreeError('permission', `local path "${path}" cannot be read: ${reason}`, {
    cause,
  });
}
