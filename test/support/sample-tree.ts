import {
  chmodSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** One entry of a tree: a file by its text, or what its key says. */
export type TreeEntry =
  | string
  | { readonly dir: true; readonly mode?: number }
  | { readonly symlink: string }
  | { readonly hardlink: string }
  | { readonly text: string; readonly mode: number };

/** Entries by path, in the order of making. */
export type Tree = Readonly<Record<string, TreeEntry>>;

/** A time with a part below the microsecond, in seconds. */
const MTIME = 1_700_000_000.5;

/** Makes the tree in an existing folder; parents are made as needed. */
export function makeTree(root: string, tree: Tree): void {
  const umask = process.umask(0o022);
  try {
    addEntries(root, tree);
  } finally {
    process.umask(umask);
  }
}

function addEntries(root: string, tree: Tree): void {
  for (const [path, entry] of Object.entries(tree)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof entry === 'string') writeFileSync(target, entry);
    else if ('symlink' in entry) makeLink(entry.symlink, target);
    else if ('hardlink' in entry) linkSync(join(root, entry.hardlink), target);
    else if ('dir' in entry) mkdirSync(target, { recursive: true });
    else writeFileSync(target, entry.text);
    if (typeof entry === 'object' && 'mode' in entry && entry.mode !== undefined) {
      chmodSync(target, entry.mode);
    }
    if (typeof entry === 'string' || 'text' in entry) utimesSync(target, MTIME, MTIME);
  }
}

function makeLink(to: string, path: string): void {
  symlinkSync(to, path);
  lutimesSync(path, MTIME, MTIME);
}

/** Go's view of a tree under many selections; made by scripts/update-file-sync-fixture.ts. */
export interface FileSyncFixture {
  readonly tree: Tree;
  readonly selections: readonly {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
    readonly follow?: readonly string[];
    readonly listed: readonly {
      readonly path: string;
      readonly mode: number;
      readonly link?: string;
    }[];
  }[];
}

export function readFileSyncFixture(): FileSyncFixture {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/file-sync.json'), 'utf8'));
}
