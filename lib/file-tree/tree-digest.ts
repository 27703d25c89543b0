import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { systemErrorCode } from '../errors';
import { cleanPath } from '../llb/vertex/go-path';
import type { FileStat } from '../pb/fsutil';
import { FileTreeError } from './error';
import { goFileType } from './file-mode';
import { TreeFilter } from './tree-filter';
import { walkTree } from './walk';

/** Which files of a folder are meant, with the rules of `.dockerignore`. */
export interface FileSelection {
  /** All of the folder where there is none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** What files there are, and their digest. */
export interface DigestedTree {
  /** `sha256:…` over paths, types, contents, targets of links, and who is executable. */
  readonly digest: string;
  /** Paths below the folder, folders and links among them, in the order of their bytes. */
  readonly paths: readonly string[];
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads the files of a folder that are meant, as the session sends them.
 *
 * Dates, owners and permissions beside `x` are not in the digest: they differ from one checkout to the
 * next.
 *
 * @param root real path of the folder
 * @throws FileTreeError for a pattern or a file that cannot be read, a link that leads out of the
 *   folder, a device, socket or pipe
 */
export function digestTree(root: string, { exclude, include }: FileSelection): DigestedTree {
  const selection = { includePatterns: include, excludePatterns: exclude, followPaths: [] };
  const hash = createHash('sha256');
  const paths: string[] = [];
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (const stat of walkTree(root, new TreeFilter(root, selection))) {
    paths.push(stat.path);
    hash.update(`${JSON.stringify([stat.path, ...content(root, stat, buffer)])}\n`);
  }
  return { digest: `sha256:${hash.digest('hex')}`, paths };
}

function content(root: string, stat: FileStat, buffer: Buffer): readonly (string | boolean)[] {
  const type = goFileType(stat.mode);
  switch (type) {
    case 'dir':
      return [type];
    case 'symlink':
      return [type, innerTarget(stat)];
    case 'file':
      return [
        type,
        (stat.mode & 0o111) !== 0,
        fileDigest(`${root}/${stat.path}`, stat.path, buffer),
      ];
    case 'other':
      throw new FileTreeError('type', `"${stat.path}" is a device or a pipe, which no image needs`);
  }
}

/** The target of a link, as long as it is in the folder, wherever that lies. */
function innerTarget({ linkname = '', path }: FileStat): string {
  const place = cleanPath(`${path}/../${linkname}`);
  if (!linkname.startsWith('/') && !/^\.\.(?:\/|$)/.test(place)) return linkname;
  throw new FileTreeError('link', `"${path}" is a link out of the folder, to "${linkname}"`);
}

function fileDigest(absolute: string, path: string, buffer: Buffer): string {
  const hash = createHash('sha256');
  try {
    const file = openSync(absolute, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      for (let read = -1; read !== 0; ) {
        read = readSync(file, buffer, 0, buffer.length, null);
        hash.update(buffer.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new FileTreeError('permission', `"${path}" cannot be read: ${code}`, { cause });
  }
  return hash.digest('hex');
}
