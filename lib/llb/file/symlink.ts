import { checkOwner, type Owner, ownerMessage } from './owner';
import type { SubAction } from './sub-action';
import { type Timestamp, timestampOf } from './timestamp';

/** Options of a `symlink` action. */
export interface SymlinkOptions {
  /**
   * Owner of the link.
   *
   * @default - root
   */
  readonly owner?: Owner;
  /**
   * Time of last change.
   *
   * @default - that of the build
   */
  readonly timestamp?: Timestamp;
}

/**
 * A link at `newpath` that points to `oldpath`; both are taken as they are written, without the
 * working directory. Becomes `pb.FileActionSymlink`, BuildKit 0.19 and newer.
 */
export function symlinkAction(
  oldpath: string,
  newpath: string,
  options: SymlinkOptions,
): SubAction {
  const timestamp = timestampOf(options.timestamp);
  const owner = checkOwner(options.owner);
  return {
    caps: ['file.symlink.create'],
    message: (_dir, base) => ({
      kind: 'symlink',
      oldpath,
      newpath,
      owner: ownerMessage(owner, base),
      timestamp,
    }),
  };
}
