import { checkPermissions } from '../vertex/option-check';
import { checkOwner, type Owner, ownerMessage } from './owner';
import { destinationPath, type SubAction } from './sub-action';
import { type Timestamp, timestampOf } from './timestamp';

/** Options of a `mkdir` action. */
export interface MkdirOptions {
  /**
   * Makes the folders above it too. Becomes `FileActionMkDir.makeParents`.
   *
   * @default false
   */
  readonly parents?: boolean;
  /**
   * Owner of what is made.
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

/** A folder. Becomes `pb.FileActionMkDir`. */
export function mkdirAction(path: string, mode: number, options: MkdirOptions): SubAction {
  const permissions = checkPermissions('mkdir mode', mode);
  const timestamp = timestampOf(options.timestamp);
  const owner = checkOwner(options.owner);
  const makeParents = options.parents ?? false;
  return {
    caps: [],
    message: (dir, base) => ({
      kind: 'mkdir',
      path: destinationPath(dir, path),
      mode: permissions,
      makeParents,
      owner: ownerMessage(owner, base),
      timestamp,
    }),
  };
}
