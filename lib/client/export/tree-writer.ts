import { chmodSync, constants, lutimesSync } from 'node:fs';
import { type FileHandle, link, lutimes, mkdir, open, symlink } from 'node:fs/promises';
import { goFileType, toPermissions } from '../../file-tree/file-mode';
import type { ReceivedStat } from '../../pb/fsutil';
import { setAttributes } from './attributes';
import { fileTime } from './file-time';
import { makeSpecialFile } from './special-file';

const INTO = constants.O_WRONLY | constants.O_NOFOLLOW;

/** The path of an entry in a folder. */
export const within = (folder: Buffer, path: string): Buffer =>
  Buffer.concat([folder, Buffer.from(`/${path}`, 'latin1')]);

/** A folder of a tree that is complete, and what is left to be set of it. */
export type ReceivedFolder = Pick<ReceivedStat, 'path' | 'mode' | 'modTime'>;

/**
 * Writes entries, in their order, into a folder that nobody else writes to. Each is made new, and
 * never by way of a link.
 */
export class TreeWriter {
  /** All folders, those above first. They are open to this user until they are {@link finishFolder}ed. */
  readonly folders: ReceivedFolder[] = [];
  readonly #attributes: ReceivedStat[] = [];
  readonly #root: string;
  readonly #work: string;

  /** @param work a folder on the same file system, for what is made by programs */
  constructor(root: string, work: string) {
    this.#root = root;
    this.#work = work;
  }

  async add(stat: ReceivedStat): Promise<void> {
    const path = this.#at(stat.path);
    if (stat.xattrs.size > 0) this.#attributes.push(stat);
    switch (goFileType(stat.mode)) {
      case 'dir':
        await mkdir(path, 0o700);
        this.folders.push(stat);
        return;
      case 'symlink':
        await symlink(Buffer.from(stat.linkname, 'latin1'), path);
        await setTime(path, stat);
        return;
      case 'file':
        if (stat.linkname !== '') return await link(this.#at(stat.linkname), path);
        return await (await open(path, 'wx', 0o600)).close();
      case 'other':
        await makeSpecialFile(stat, path, this.#work);
        await setTime(path, stat);
    }
  }

  /** Opens a file that was added. */
  open({ path }: ReceivedStat): Promise<FileHandle> {
    return open(this.#at(path), INTO);
  }

  /** Gives an open file its mode and time, and closes it. */
  async finishFile(file: FileHandle, { mode, modTime }: ReceivedStat): Promise<void> {
    const time = fileTime(modTime);
    await file.chmod(toPermissions(mode));
    await file.utimes(time, time);
    await file.close();
  }

  /** Once all files are finished: some attributes do not outlive a write. */
  finish(): Promise<void> {
    return setAttributes(this.#root, this.#attributes);
  }

  #at(path: string): Buffer {
    return within(Buffer.from(this.#root), path);
  }
}

/** Gives a folder that is complete its mode and time. */
export function finishFolder(folder: Buffer, { mode, modTime }: ReceivedFolder): void {
  const time = fileTime(modTime);
  chmodSync(folder, toPermissions(mode));
  lutimesSync(folder, time, time);
}

async function setTime(path: Buffer, { modTime }: ReceivedStat): Promise<void> {
  const time = fileTime(modTime);
  await lutimes(path, time, time);
}
