import type { State } from '../state';
import { cleanPath, isAbsolutePath, joinPath } from '../vertex/go-path';
import { checkMode } from '../vertex/option-check';
import { FileActionWithState } from './action-with-state';
import { checkOwner, type Owner, ownerMessage } from './owner';
import { destinationPath, type SubAction } from './sub-action';
import { type Timestamp, timestampOf } from './timestamp';

/** Options of a `copy` action. */
export interface CopyOptions {
  /**
   * Mode of every file: bits, or text as `chmod` reads it, such as `u+x` (BuildKit 0.17 and newer).
   *
   * @default - that of the source
   */
  readonly mode?: number | string;
  /**
   * Follows symlinks in the source path.
   *
   * @default false
   */
  readonly followSymlinks?: boolean;
  /**
   * Copies what is in a folder rather than the folder.
   *
   * @default false
   */
  readonly copyDirContentsOnly?: boolean;
  /**
   * Copies only what matches one of these patterns.
   *
   * @default - everything
   */
  readonly includePatterns?: readonly string[];
  /**
   * Copies nothing that matches one of these patterns.
   *
   * @default - nothing is left out
   */
  readonly excludePatterns?: readonly string[];
  /**
   * Fails unless these paths are among what `includePatterns` let through, BuildKit 0.26 and newer.
   *
   * @default - none
   */
  readonly requiredPaths?: readonly string[];
  /**
   * Unpacks an archive instead of copying it, as `ADD` of a Dockerfile does.
   *
   * @default false
   */
  readonly attemptUnpack?: boolean;
  /**
   * Makes the folders above the destination.
   *
   * @default false
   */
  readonly createDestPath?: boolean;
  /**
   * `*`, `?` and `[…]` in the source path are wildcards.
   *
   * @default false
   */
  readonly allowWildcard?: boolean;
  /**
   * It is no failure if a wildcard matches nothing.
   *
   * @default false
   */
  readonly allowEmptyWildcard?: boolean;
  /**
   * Replaces what is of another type at the destination, BuildKit 0.14 and newer.
   *
   * @default false
   */
  readonly alwaysReplaceExistingDestPaths?: boolean;
  /**
   * Owner of every file.
   *
   * @default - that of the source
   */
  readonly owner?: Owner;
  /**
   * Time of last change of every file.
   *
   * @default - that of the source
   */
  readonly timestamp?: Timestamp;
}

/**
 * Copies from a state onto this one. Becomes `pb.FileActionCopy`.
 *
 * A relative source starts at the working directory of `from`; a destination that ends in `/`
 * is a folder.
 */
export function copyAction(
  from: State | FileActionWithState,
  src: string,
  dest: string,
  options: CopyOptions,
): SubAction {
  const mode = copyMode(options.mode);
  const timestamp = timestampOf(options.timestamp);
  const owner = checkOwner(options.owner);
  const flags = {
    followSymlink: options.followSymlinks ?? false,
    dirCopyContents: options.copyDirContentsOnly ?? false,
    attemptUnpackDockerCompatibility: options.attemptUnpack ?? false,
    createDestPath: options.createDestPath ?? false,
    allowWildcard: options.allowWildcard ?? false,
    allowEmptyWildcard: options.allowEmptyWildcard ?? false,
    alwaysReplaceExistingDestPaths: options.alwaysReplaceExistingDestPaths ?? false,
    includePatterns: [...(options.includePatterns ?? [])],
    excludePatterns: [...(options.excludePatterns ?? [])],
    requiredPaths: [...(options.requiredPaths ?? [])],
  };
  return {
    caps: copyCaps(options),
    from,
    message: (dir, base) => ({
      kind: 'copy',
      src: sourcePath(from, src),
      dest: copyDestination(dir, dest),
      owner: ownerMessage(owner, base),
      ...mode,
      ...flags,
      timestamp,
    }),
  };
}

// The daemon does not know "file.copy.modestring", so asking for it would fail every build.
function copyCaps(options: CopyOptions): string[] {
  const caps: string[] = [];
  const patterns = (options.includePatterns?.length ?? 0) + (options.excludePatterns?.length ?? 0);
  if (patterns > 0) caps.push('file.copy.includeexcludepatterns');
  if ((options.requiredPaths?.length ?? 0) > 0) caps.push('file.copy.requiredpaths');
  if (options.alwaysReplaceExistingDestPaths === true) {
    caps.push('file.copy.alwaysreplaceexistingdestpaths');
  }
  return caps;
}

function copyMode(mode: number | string | undefined): { mode: number; modeStr: string } {
  if (mode === undefined) return { mode: -1, modeStr: '' };
  if (typeof mode === 'string' && mode !== '') return { mode: 0, modeStr: mode };
  return { mode: typeof mode === 'string' ? 0 : checkMode('copy mode', mode), modeStr: '' };
}

function sourcePath(from: State | FileActionWithState, src: string): string {
  const clean = cleanPath(src);
  if (isAbsolutePath(clean)) return clean;
  const { dir } = (FileActionWithState.is(from) ? from.state : from).values;
  return joinPath(dir, clean);
}

function copyDestination(dir: string, dest: string): string {
  const path = destinationPath(dir, dest);
  if (dest.endsWith('/') && !path.endsWith('/')) return `${path}/`;
  if (dest.endsWith('/.')) return path === '/' ? '/.' : `${path}/.`;
  return path;
}
