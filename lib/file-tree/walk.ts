import { type Dirent, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { compareUtf8 } from '../llb/wire/utf8-order';
import type { FileStat } from '../pb/fsutil';
import { FileTreeError } from './error';
import { goFileType, toGoMode } from './file-mode';
import type { FolderState, TreeFilter } from './tree-filter';

interface Folder {
  readonly path: string;
  readonly state: FolderState;
  readonly parent: Folder | undefined;
  isSent: boolean;
}

/**
 * Lists what `filter` keeps of the folder `root`, in the order that receivers ask for: siblings by
 * the bytes of their names, each folder before what is in it. A folder that is not kept itself is
 * listed just before the first entry below it that is.
 *
 * Hard links name the path of the same file that was listed first. Sockets are left out. Extended
 * attributes are not read: Node has no call for them. Reading is synchronous, which is several times
 * faster for many small entries; the consumer decides when to let other work run.
 */
export function* walkTree(root: string, filter: TreeFilter): Generator<FileStat, void, undefined> {
  const links = new Map<string, string>();
  yield* walkFolder(root, { path: '', state: {}, parent: undefined, isSent: true }, filter, links);
}

function* walkFolder(
  root: string,
  folder: Folder,
  filter: TreeFilter,
  links: Map<string, string>,
): Generator<FileStat, void, undefined> {
  for (const entry of sortedEntries(root, folder)) {
    const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
    const { isKept, mayDescend, state } = filter.decide(path, folder.state);
    const isFolder = entry.isDirectory();
    if (!isKept && !(isFolder && mayDescend)) continue;
    const child: Folder = { path, state, parent: folder, isSent: false };
    if (isKept) {
      const stat = statEntry(root, path, links);
      if (stat === undefined) continue;
      yield* unsentParents(root, folder, links);
      child.isSent = true;
      yield stat;
    }
    if (isFolder && mayDescend) yield* walkFolder(root, child, filter, links);
  }
}

function sortedEntries(root: string, folder: Folder): Dirent[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(`${root}/${folder.path}`, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isGone(code)) return [];
    if (code === 'EACCES' && !folder.isSent) return []; // nothing of it was asked for by itself
    throw unreadable(folder.path || '.', error);
  }
  return entries.sort((a, b) => compareUtf8(a.name, b.name));
}

function* unsentParents(
  root: string,
  folder: Folder,
  links: Map<string, string>,
): Generator<FileStat, void, undefined> {
  if (folder.isSent) return;
  if (folder.parent !== undefined) yield* unsentParents(root, folder.parent, links);
  folder.isSent = true;
  const stat = statEntry(root, folder.path, links);
  if (stat !== undefined) yield stat;
}

/** Undefined for an entry that vanished since it was listed, and for a socket. */
function statEntry(root: string, path: string, links: Map<string, string>): FileStat | undefined {
  const absolute = `${root}/${path}`; // not join(): names are clean already
  try {
    const stat = lstatSync(absolute, { bigint: true });
    const mode = toGoMode(Number(stat.mode));
    if (mode === undefined) return undefined;
    const common = { path, mode, modTime: stat.mtimeNs };
    switch (goFileType(mode)) {
      case 'dir':
        return { ...common, size: 0 };
      case 'symlink': {
        const target = readlinkSync(absolute, 'buffer');
        const linkname = target.toString('utf8');
        if (!Buffer.from(linkname).equals(target)) throw badName(path);
        return { ...common, size: target.length, linkname };
      }
      case 'other':
        return { ...common, size: 0, ...deviceNumbers(Number(stat.rdev)) };
      case 'file': {
        const size = Number(stat.size);
        if (stat.nlink === 1n) return { ...common, size };
        const inode = `${stat.dev}:${stat.ino}`;
        const first = links.get(inode);
        if (first !== undefined) return { ...common, size, linkname: first };
        links.set(inode, path);
        return { ...common, size };
      }
    }
  } catch (error) {
    if (!isGone((error as NodeJS.ErrnoException).code)) throw unreadable(path, error);
    // A name that is no UTF-8 was read with replacement characters, and only seems to be gone.
    if (path.includes('\ufffd')) throw badName(path);
    return undefined;
  }
}

/** Linux' layout of device numbers. */
const deviceNumbers = (rdev: number) => ({
  devmajor: Math.floor(rdev / 0x100) & 0xfff,
  devminor: (rdev & 0xff) | (Math.floor(rdev / 0x1000) & 0xfff00),
});

const isGone = (code: string | undefined) => code === 'ENOENT' || code === 'ENOTDIR';

function unreadable(path: string, cause: unknown): FileTreeError {
  if (cause instanceof FileTreeError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileTreeError('permission', `local path "${path}" cannot be read: ${reason}`, {
    cause,
  });
}

function badName(path: string): FileTreeError {
  return new FileTreeError(
    'name',
    `local path "${path}" has a name or a link target that is not valid UTF-8; exclude or rename it`,
  );
}
