import { destinationPath, type SubAction } from './sub-action';

/** Options of an `rm` action. */
export interface RmOptions {
  /**
   * It is no failure if nothing is there.
   *
   * @default false
   */
  readonly allowNotFound?: boolean;
  /**
   * `*`, `?` and `[…]` in the path are wildcards.
   *
   * @default false
   */
  readonly allowWildcard?: boolean;
}

/** Takes a file or folder away. Becomes `pb.FileActionRm`. */
export function rmAction(path: string, options: RmOptions): SubAction {
  const { allowNotFound = false, allowWildcard = false } = options;
  return {
    caps: [],
    message: (dir) => ({
      kind: 'rm',
      path: destinationPath(dir, path),
      allowNotFound,
      allowWildcard,
    }),
  };
}
