import { BuildErrors } from '../../lib/errors';
import { type CopyOptions, type FileAction, mkdir } from '../../lib/llb';
import {
  checkProps,
  OWNER,
  optional,
  type PropsOf,
  propError,
  shape,
  wholeNumber,
} from '../../lib/props';
import { callerLocation } from './source-location';

/** Permission bits, without those that change the user. */
export const PERMISSIONS = wholeNumber({ min: 0o001, max: 0o777 });

/** What fits {@link FileOptions}. */
export const FILE_OPTIONS = shape({
  /**
   * Permission bits of files, 0o001 to 0o777. Folders, and programs where the bits have no `x`, get an
   * `x` for everyone who may read.
   *
   * @default - as they are; 0o644 for files of the app, 0o755 for folders
   */
  mode: optional(PERMISSIONS),
  /**
   * Owner of all of it, `user:group` in numbers.
   *
   * @default - as it is; root for files of the app
   */
  owner: optional(OWNER),
});

/** Mode and owner of files that are put somewhere. */
export interface FileOptions extends PropsOf<typeof FILE_OPTIONS> {}

/**
 * Date of files that an app makes or sends itself: 1980-01-01, the first that a zip archive can hold.
 * In an image they have that of the image; this one is what stages see.
 */
export const FILE_DATE = new Date('1980-01-01T00:00:00Z');

/** @throws BuildError `E_PROPERTY`, with the line that is on the stack now */
export function checkFileOptions(options: FileOptions): void {
  const problems = checkProps(FILE_OPTIONS, options);
  if (problems.length === 0) return;
  const source = callerLocation();
  BuildErrors.throwIfAny(problems.map((problem) => propError(problem, { source })));
}

/** The folder that holds a path, and those above it. */
export function parentOf(path: string): FileAction {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  return mkdir(folder, 0o755, { parents: true, timestamp: FILE_DATE });
}

/** Owner of a file action, from `user:group`. */
export function ownerIds(owner: string): { readonly user: number; readonly group: number } {
  const [user = 0, group = 0] = owner.split(':').map(Number);
  return { user, group };
}

/** Options of a copy of one file. */
export function fileOptions({ mode, owner }: FileOptions): CopyOptions {
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(owner === undefined ? {} : { owner: ownerIds(owner) }),
  };
}

/** Options of a copy of a tree. */
export function treeOptions({ mode, owner }: FileOptions): CopyOptions {
  return { ...fileOptions({ owner }), ...(mode === undefined ? {} : { mode: treeMode(mode) }) };
}

/**
 * Permission bits as text for `chmod`, for a tree: with the bits themselves its folders could not be
 * entered.
 *
 * @see chmod(1), `X`
 */
export function treeMode(mode: number): string {
  const search = (mode & ANY_X) === 0 ? 'X' : '';
  const bits = (shift: number) => {
    const own = mode >> shift;
    const [r, w, x] = [own & 4 ? 'r' : '', own & 2 ? 'w' : '', own & 1 ? 'x' : ''];
    return `${r}${w}${x}${own & 4 ? search : ''}`;
  };
  return `u=${bits(6)},g=${bits(3)},o=${bits(0)}`;
}

/** What {@link treeMode} makes of a folder. */
export function folderMode(mode: number): number {
  return (mode & ANY_X) === 0 ? mode | ((mode & 0o444) >> 2) : mode;
}

const ANY_X = 0o111;
