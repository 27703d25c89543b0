/**
 * `pb.FileOp`: changes to a file system that need no process.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `FileOp`
 */
export interface FileMessage {
  readonly kind: 'file';
  readonly actions: readonly FileActionMessage[];
}

/**
 * `pb.FileAction`: one change.
 *
 * `input` and `secondaryInput` count the inputs of the op first and the results of earlier actions
 * after them; -1 is an empty file system.
 */
export interface FileActionMessage {
  readonly input: number;
  readonly secondaryInput: number;
  readonly output: number;
  readonly action?: FileActionBody | undefined;
}

/** What one action does. */
export type FileActionBody =
  | CopyMessage
  | MkfileMessage
  | MkdirMessage
  | RmMessage
  | SymlinkMessage;

/** `pb.FileActionCopy`: files of `secondaryInput` onto `input`. */
export interface CopyMessage {
  readonly kind: 'copy';
  readonly src: string;
  readonly dest: string;
  readonly owner?: ChownMessage | undefined;
  /** Permission bits, or -1 to keep those of the source. */
  readonly mode: number;
  readonly followSymlink: boolean;
  readonly dirCopyContents: boolean;
  readonly attemptUnpackDockerCompatibility: boolean;
  readonly createDestPath: boolean;
  readonly allowWildcard: boolean;
  readonly allowEmptyWildcard: boolean;
  /** Nanoseconds since 1970, or -1 to keep those of the source. */
  readonly timestamp: bigint;
  readonly includePatterns: readonly string[];
  readonly excludePatterns: readonly string[];
  readonly alwaysReplaceExistingDestPaths: boolean;
  readonly modeStr: string;
  readonly requiredPaths: readonly string[];
}

/** `pb.FileActionMkFile`: a file with this content. */
export interface MkfileMessage {
  readonly kind: 'mkfile';
  readonly path: string;
  readonly mode: number;
  readonly data: Uint8Array;
  readonly owner?: ChownMessage | undefined;
  readonly timestamp: bigint;
}

/** `pb.FileActionMkDir`: a directory. */
export interface MkdirMessage {
  readonly kind: 'mkdir';
  readonly path: string;
  readonly mode: number;
  readonly makeParents: boolean;
  readonly owner?: ChownMessage | undefined;
  readonly timestamp: bigint;
}

/** `pb.FileActionRm`: a file or directory taken away. */
export interface RmMessage {
  readonly kind: 'rm';
  readonly path: string;
  readonly allowNotFound: boolean;
  readonly allowWildcard: boolean;
}

/** `pb.FileActionSymlink`: a link at `newpath` that points to `oldpath`. */
export interface SymlinkMessage {
  readonly kind: 'symlink';
  readonly oldpath: string;
  readonly newpath: string;
  readonly owner?: ChownMessage | undefined;
  readonly timestamp: bigint;
}

/** `pb.ChownOpt`: owner of what an action makes; a part that is unset is kept. */
export interface ChownMessage {
  readonly user?: UserMessage | undefined;
  readonly group?: UserMessage | undefined;
}

/** `pb.UserOpt`: an id, or a name to look up in `/etc/passwd` or `/etc/group` of an input. */
export interface UserMessage {
  readonly id?: number | undefined;
  readonly name?: { readonly name: string; readonly input: number } | undefined;
}
