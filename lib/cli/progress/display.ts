import type { SolveStatus } from '../../client/status/status';

/** How progress is shown; BuildKit's names. */
export const PROGRESS_MODES = ['auto', 'plain', 'tty', 'quiet', 'rawjson'] as const;

/** One of {@link PROGRESS_MODES}. */
export type ProgressMode = (typeof PROGRESS_MODES)[number];

/** Shows the progress of one run of builds. */
export interface ProgressDisplay {
  /** Takes in bytes of the results of vertexes, by name, where known beforehand. */
  expect(sizes: ReadonlyMap<string, number>): void;
  /** Takes in what changed. */
  update(status: SolveStatus): void;
  /** Takes vertexes out, by their digests: their build starts over, with others. */
  forget(vertexes: ReadonlySet<string>): void;
  /** Prints text, of one line or several, between what is shown. */
  print(text: string): void;
  /** Shows the final state. Nothing may be called afterwards. */
  done(): void;
}

/** Where progress goes: stderr, or what stands for it in a test. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** What every display needs to know. */
export interface DisplayOptions {
  readonly stream: ProgressStream;
  /** What is built, e.g. `hello (linux/amd64, linux/arm64)`, as it is to be shown now. */
  readonly title: () => string;
  readonly color: boolean;
  /** Lines of output shown below a running vertex on a terminal. @default 6 */
  readonly logLines?: number;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}
