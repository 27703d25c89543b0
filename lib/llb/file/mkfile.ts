import { checkPermissions } from '../vertex/option-check';
import { checkText } from '../wire/text';
import { checkOwner, type Owner, ownerMessage } from './owner';
import { destinationPath, type SubAction } from './sub-action';
import { type Timestamp, timestampOf } from './timestamp';

/** Options of a `mkfile` action. */
export interface MkfileOptions {
  /**
   * Owner of the file.
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

/** A file with this content; text is written as UTF-8. Becomes `pb.FileActionMkFile`. */
export function mkfileAction(
  path: string,
  mode: number,
  data: Uint8Array | string,
  options: MkfileOptions,
): SubAction {
  const permissions = checkPermissions('mkfile mode', mode);
  const timestamp = timestampOf(options.timestamp);
  const owner = checkOwner(options.owner);
  // The caller may go on with its buffer, while states never change.
  const content = Buffer.from(typeof data === 'string' ? checkText(data) : data);
  return {
    caps: [],
    message: (dir, base) => ({
      kind: 'mkfile',
      path: destinationPath(dir, path),
      mode: permissions,
      data: content,
      owner: ownerMessage(owner, base),
      timestamp,
    }),
  };
}
