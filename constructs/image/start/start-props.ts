import {
  ABSOLUTE_PATH,
  either,
  list,
  optional,
  type PropsOf,
  shape,
  text,
} from '../../../lib/props';
import { PERMISSIONS } from '../../core/file-options';
import { TEMPLATE } from './template';

const FILE = shape({
  /** Absolute path, below `/tmp` or a path of `writable`. */
  path: ABSOLUTE_PATH,
  /** What is in it. */
  content: TEMPLATE,
  /** @default 0o600 */
  mode: optional(PERMISSIONS),
});

/** Words of a command: the absolute path of a program, and its arguments. */
const WORDS = list(either(text(), TEMPLATE), { min: 1 });

const COMMAND = shape({
  /** The absolute path of a program, and its arguments. */
  command: WORDS,
  /**
   * What it reads as its standard input, one after the other: absolute paths of files, and templates,
   * which may hold secrets.
   *
   * @default - nothing
   */
  input: optional(list(either(ABSOLUTE_PATH, TEMPLATE), { min: 1 })),
});

const ONCE = shape({
  /**
   * Folder that is filled, below a path of `writable`. Where it is there, nothing runs. The commands
   * run in one beside it, which gets its name when all have succeeded: a start that is cut off is
   * begun again by the next.
   */
  folder: ABSOLUTE_PATH,
  /**
   * Commands, run in that folder, which is empty for the first of them: each the absolute path of a
   * program and its arguments, or `{ command, input }` where it reads its standard input.
   */
  run: list(either(WORDS, COMMAND), { min: 1 }),
});

/** What fits {@link StartProps}. */
export const START_PROPS = shape({
  /**
   * Folders that are made, with those above them, below `/tmp` or a path of `writable`.
   *
   * @default []
   */
  folders: optional(list(ABSOLUTE_PATH)),
  /**
   * Files that are written at each start, after the folders are made.
   *
   * @default []
   */
  files: optional(list(FILE)),
  /**
   * What fills an empty volume, after the files are written.
   *
   * @default - nothing
   */
  once: optional(ONCE),
});

/**
 * What is done before the service, without a shell. To do it, the image gets `/boot/bin/start`, a
 * static program that is compiled by the build from sources of this package, and
 * `/boot/start.json`; the entrypoint becomes an argument of it, and takes its place when all is done.
 */
export interface StartProps extends PropsOf<typeof START_PROPS> {}

/** Command of a start, with what it reads. */
export interface StartCommand extends PropsOf<typeof COMMAND> {}
