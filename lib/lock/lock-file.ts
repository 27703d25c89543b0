import type { InputKind, InputRequest } from '../inputs/kind';

/** Version of the lock's format that this package writes; it reads all before it. */
export const LOCK_VERSION = 2;

/**
 * The content of `synth.lock.json`: everything that synth knows of the world outside the app, in a
 * section for each kind of input.
 */
export interface LockFile {
  /**
   * By the name of the kind. Sections of the library's own kinds are read and checked; those of
   * other packages are JSON, which their kind reads when it is asked.
   */
  readonly sections: Readonly<Record<string, unknown>>;
}

/** A lock with nothing in it. */
export const EMPTY_LOCK: LockFile = { sections: {} };

/** The section of one of the library's own kinds. */
export function sectionOf<Q extends InputRequest, A, S>(
  { sections }: LockFile,
  { name, section }: InputKind<Q, A, S>,
): S {
  // Its own kind has read it, or made it.
  return Object.hasOwn(sections, name) ? (sections[name] as S) : section.empty;
}
