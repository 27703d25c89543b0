import type { FailureClass } from './failure-class';

/** A copy that met something of another type, told without the daemon's own paths. */
export interface CopyFailure extends FailureClass {
  /** What happened, in place of the daemon's words. */
  readonly reason: string;
}

const FOLDER_ONTO = /^cannot copy to non-directory: (\/.*)$/;
const BELOW = /^failed to stat \/.*: lstat (\/.*)\/[^/]+: not a directory$/;
const ONTO_FOLDER = /^cannot replace to directory (\/.*) with file$/;

/** Where a daemon mounts a tree for a copy: what follows is a path of the tree. */
const MOUNT = /^.*?\/(?:buildkit|containerd)(?:-mount)?\d+(?=\/)/;

/**
 * Tells a copy whose files and folders do not go onto those that are there. The words are those of
 * all versions from 0.17 on.
 *
 * @param reason what the daemon said, without the prefixes of its layers
 * @returns undefined for any other failure
 */
export function copyFailure(reason: string): CopyFailure | undefined {
  const [, folder] = FOLDER_ONTO.exec(reason) ?? [];
  if (folder !== undefined) return folderOnto(placeOf(folder));
  const [, file] = BELOW.exec(reason) ?? [];
  if (file !== undefined) return folderOnto(file);
  const [, other] = ONTO_FOLDER.exec(reason) ?? [];
  if (other === undefined) return undefined;
  return {
    code: 'E_COPY_CONFLICT',
    reason: `a file or a link is copied onto "${placeOf(other)}", which is a folder there`,
  };
}

function folderOnto(place: string): CopyFailure {
  return {
    code: 'E_COPY_CONFLICT',
    reason: `a folder is copied onto "${place}", which is a link or a file there`,
  };
}

/** A path of the tree; where the daemon's own part of it is not known, the last name alone. */
function placeOf(path: string): string {
  return MOUNT.test(path) ? path.replace(MOUNT, '') : `…${path.slice(path.lastIndexOf('/'))}`;
}
