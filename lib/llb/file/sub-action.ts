import type { State } from '../state';
import { cleanPath, isAbsolutePath, joinPath } from '../vertex/go-path';
import type { FileActionBody } from '../wire/file';
import type { FileActionWithState } from './action-with-state';

/** One change, not yet bound to a state. */
export interface SubAction {
  /** What the daemon must be able to do beside `file.base`. */
  readonly caps: readonly string[];
  /** Content that a copy reads. */
  readonly from?: State | FileActionWithState;
  /** The change on a state with this working directory, whose input has the index `base`. */
  message(dir: string, base: number): FileActionBody;
}

/** Absolute and clean form of a path that an action changes. */
export function destinationPath(dir: string, path: string): string {
  const clean = cleanPath(path);
  return isAbsolutePath(clean) ? clean : joinPath('/', dir, clean);
}
