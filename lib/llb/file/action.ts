import type { State } from '../state';
import { FileActionWithState } from './action-with-state';
import { type CopyOptions, copyAction } from './copy';
import { type MkdirOptions, mkdirAction } from './mkdir';
import { type MkfileOptions, mkfileAction } from './mkfile';
import { type RmOptions, rmAction } from './rm';
import type { SubAction } from './sub-action';
import { type SymlinkOptions, symlinkAction } from './symlink';

/**
 * A chain of changes to a file system, for `State.file`. Immutable: every method returns a longer
 * chain. A whole chain is one `FileOp`, so one layer.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/fileop.go `FileAction`
 */
export class FileAction {
  readonly #previous: FileAction | undefined;
  readonly #last: SubAction;

  /** @internal */
  constructor(previous: FileAction | undefined, last: SubAction) {
    this.#previous = previous;
    this.#last = last;
  }

  /** Then makes a folder, see {@link mkdir}. */
  mkdir(path: string, mode: number, options: MkdirOptions = {}): FileAction {
    return new FileAction(this, mkdirAction(path, mode, options));
  }

  /** Then makes a file, see {@link mkfile}. */
  mkfile(
    path: string,
    mode: number,
    data: Uint8Array | string,
    options: MkfileOptions = {},
  ): FileAction {
    return new FileAction(this, mkfileAction(path, mode, data, options));
  }

  /** Then makes a symbolic link, see {@link symlink}. */
  symlink(oldpath: string, newpath: string, options: SymlinkOptions = {}): FileAction {
    return new FileAction(this, symlinkAction(oldpath, newpath, options));
  }

  /** Then takes a file or folder away, see {@link rm}. */
  rm(path: string, options: RmOptions = {}): FileAction {
    return new FileAction(this, rmAction(path, options));
  }

  /** Then copies, see {@link copy}. */
  copy(
    from: State | FileActionWithState,
    src: string,
    dest: string,
    options: CopyOptions = {},
  ): FileAction {
    return new FileAction(this, copyAction(from, src, dest, options));
  }

  /** These changes on a state of their own, for a copy to read from within the same `FileOp`. */
  withState(state: State): FileActionWithState {
    return new FileActionWithState(this, state);
  }

  /** All changes of the chain, the first one first. @internal */
  steps(): SubAction[] {
    const steps: SubAction[] = [];
    for (let link: FileAction | undefined = this; link !== undefined; link = link.#previous) {
      steps.push(link.#last);
    }
    return steps.reverse();
  }
}

/** Makes a folder. Becomes `pb.FileActionMkDir`; a relative path starts at the working directory. */
export function mkdir(path: string, mode: number, options: MkdirOptions = {}): FileAction {
  return new FileAction(undefined, mkdirAction(path, mode, options));
}

/** Makes a file; text is written as UTF-8. Becomes `pb.FileActionMkFile`. */
export function mkfile(
  path: string,
  mode: number,
  data: Uint8Array | string,
  options: MkfileOptions = {},
): FileAction {
  return new FileAction(undefined, mkfileAction(path, mode, data, options));
}

/** Makes a link at `newpath` that points to `oldpath`. Becomes `pb.FileActionSymlink`. */
export function symlink(
  oldpath: string,
  newpath: string,
  options: SymlinkOptions = {},
): FileAction {
  return new FileAction(undefined, symlinkAction(oldpath, newpath, options));
}

/** Takes a file or folder away. Becomes `pb.FileActionRm`. */
export function rm(path: string, options: RmOptions = {}): FileAction {
  return new FileAction(undefined, rmAction(path, options));
}

/**
 * Copies `src` of a state (or of actions with a state of their own) to `dest`. Becomes
 * `pb.FileActionCopy`.
 */
export function copy(
  from: State | FileActionWithState,
  src: string,
  dest: string,
  options: CopyOptions = {},
): FileAction {
  return new FileAction(undefined, copyAction(from, src, dest, options));
}
