import { chmodSync, lstatSync, lutimesSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BuildError } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { followLinks } from '../../files/place';
import { removeTemporary, temporaryIn } from '../../files/temporary';
import { newId } from '../rpc/id';
import { RpcError } from '../rpc/rpc-error';
import type { ServerCall } from '../rpc/server';
import { exportError } from './export-error';
import type { ExportTarget } from './export-target';
import type { Moves } from './moves';
import { receiveTree } from './receive-tree';
import { finishFolder, type ReceivedFolder, within } from './tree-writer';

/** A tree as it was received, at `root`. */
interface Tree {
  readonly root: string;
  folders: readonly ReceivedFolder[] | undefined;
}

/** Set by daemons that send all platforms as one tree: 0.31 and newer. */
const ONE_TREE = 'buildkit-exporter-multi-platform';

/**
 * A folder that the exporter `local` fills. What is in it already stays, unless it is replaced, or the
 * folder is to mirror the result.
 */
export class DirectoryTarget implements ExportTarget {
  readonly #path: string;
  /** One for each call: for several platforms the daemon may send to the same folder. */
  readonly #trees: Tree[] = [];
  #staging: string | undefined;

  readonly #isMirror: boolean;

  /**
   * @param isMirror whether what is not in the result is removed
   * @throws BuildError `E_EXPORT` where something is that is no folder
   */
  constructor(path: string, isMirror = false) {
    this.#path = path;
    this.#isMirror = isMirror;
    try {
      this.#isThere();
    } catch (error) {
      throw exportError(path, error);
    }
  }

  async receive(call: ServerCall): Promise<void> {
    try {
      if (this.#isMirror && call.metadata.get(ONE_TREE)?.[0] !== '1') throw tooOld();
      this.#staging ??= this.#makeStaging();
      const work = join(this.#staging, String(this.#trees.length));
      const tree: Tree = { root: join(work, 'tree'), folders: undefined };
      this.#trees.push(tree);
      await mkdir(work);
      await mkdir(tree.root);
      tree.folders = await receiveTree(call, tree.root, work);
    } catch (error) {
      throw error instanceof RpcError ? error : exportError(this.#path, error);
    }
  }

  /** On the same file system as the folder itself, so that all can be moved into place. */
  #makeStaging(): string {
    const parent = this.#isThere() ? this.#path : dirname(this.#place());
    makeFolder(parent);
    const staging = temporaryIn(parent, basename(this.#path));
    mkdirSync(staging, 0o700);
    return staging;
  }

  #isThere(): boolean {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === false) throw new Error('what is there is no folder');
    return stats !== undefined;
  }

  /** A link to nothing is one to what will be there. */
  #place(): string {
    return followLinks(this.#path) ?? this.#path;
  }

  place(moves: Moves): void {
    const staging = this.#staging;
    try {
      if (staging === undefined) throw new Error('the daemon sent no files');
      for (const tree of this.#trees) this.#placeTree(tree, staging, moves);
    } catch (error) {
      throw exportError(this.#path, error);
    }
  }

  #placeTree({ folders, root }: Tree, staging: string, moves: Moves): void {
    if (folders === undefined) throw new Error('a file tree did not arrive whole');
    const isThere = this.#isThere();
    if (isThere) {
      const aside = { staging, isMirror: this.#isMirror };
      mergeInto(Buffer.from(root), Buffer.from(this.#path), aside, moves);
    }
    const place = Buffer.from(isThere ? this.#path : root);
    for (const folder of [...folders].reverse()) {
      const path = within(place, folder.path);
      moves.onUndo(() => chmodSync(path, 0o700)); // so that it can be moved and removed
      finishFolder(path, folder);
    }
    if (!isThere) moves.replace(root, this.#place(), join(staging, newId()));
  }

  async discard(): Promise<void> {
    if (this.#staging !== undefined) await removeTemporary(this.#staging);
  }
}

function tooOld(): BuildError {
  return new BuildError('E_EXPORT', 'the daemon cannot mirror a folder (mode=delete)', {
    got: 'the files of each platform by themselves',
    expected: 'BuildKit 0.31 or newer',
    fix: 'use a newer daemon, or leave "mode=delete" out',
  });
}

interface Aside {
  /** Folder for what is replaced. */
  readonly staging: string;
  /** Whether what is not in the first folder is removed from the other. */
  readonly isMirror: boolean;
}

/**
 * Moves the entries of one folder into another. Links in the target are replaced, never followed.
 * Folders that stay are open to this user afterwards.
 */
function mergeInto(from: Buffer, to: Buffer, aside: Aside, moves: Moves): void {
  const { isMirror, staging } = aside;
  if (isMirror) removeOthers(from, to, staging, moves);
  for (const name of readdirSync(from, 'latin1')) {
    const source = within(from, name);
    const target = within(to, name);
    const present = lstatSync(target, { throwIfNoEntry: false });
    if (!present?.isDirectory() || !lstatSync(source).isDirectory()) {
      moves.replace(source, target, join(staging, newId()));
      continue;
    }
    const { atime, mode, mtime } = present;
    moves.onUndo(() => {
      chmodSync(target, mode & 0o7777);
      lutimesSync(target, atime, mtime);
    });
    chmodSync(target, 0o700);
    mergeInto(source, target, aside, moves);
  }
}

/** Removes what one folder has and the other has not, but for what lies there until the end. */
function removeOthers(from: Buffer, to: Buffer, staging: string, moves: Moves): void {
  const own = Buffer.from(basename(staging)).toString('latin1');
  const kept = new Set([...readdirSync(from, 'latin1'), own]);
  for (const name of readdirSync(to, 'latin1')) {
    if (!kept.has(name)) moves.remove(within(to, name), join(staging, newId()));
  }
}
