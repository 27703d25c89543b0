import type { SolveError, SolveStatus } from '../../client';
import type { ImageResult } from './image-result';
import type { TestResult } from './test-watch';

/**
 * What is told while images are built, some at once: first what is planned, then for each image the
 * start of its solve, the changes of its progress, the end of the solve, and its result or why there
 * is none. One whose solve ended at a file that another mirror may have starts again. Of one that
 * was cancelled since another failed, nothing is told after the end of its solve.
 */
export type BuildEvent =
  | PlannedEvent
  | SolveStartedEvent
  | StatusEvent
  | StepFailedEvent
  | SolveEndedEvent
  | TestedEvent
  | ImageDoneEvent
  | ImageFailedEvent
  | MessageEvent;

/** It is known what is built. */
export interface PlannedEvent {
  readonly type: 'planned';
  /** In the order in which they are begun. */
  readonly images: readonly { readonly image: string; readonly platforms: readonly string[] }[];
}

/** The daemon is asked for an image. */
export interface SolveStartedEvent {
  readonly type: 'solve-started';
  readonly image: string;
  readonly platforms: readonly string[];
  /** Bytes of what vertexes fetch, by the name of the vertex, where that is known beforehand. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Vertexes of an image started, worked, ended, printed something, or warned. */
export interface StatusEvent {
  readonly type: 'status';
  readonly image: string;
  /** What changed since the last of these events. */
  readonly status: SolveStatus;
}

/** A step has failed, and `onFailure` is called; the solve ends once it has returned. */
export interface StepFailedEvent {
  readonly type: 'step-failed';
  readonly image: string;
  readonly error: SolveError;
}

/** The daemon is done with an image, well or not. */
export interface SolveEndedEvent {
  readonly type: 'solve-ended';
  readonly image: string;
  /** Why it failed, or was aborted. @default - it did not */
  readonly error?: unknown;
  /** True where it starts again if a mirror is found that has what could not be fetched. */
  readonly mayRestart: boolean;
}

/** What came of the tests of an image, before its result or why there is none; none has none. */
export interface TestedEvent {
  readonly type: 'tested';
  readonly image: string;
  readonly tests: readonly TestResult[];
}

/** An image is built and given to its outputs. */
export interface ImageDoneEvent {
  readonly type: 'image-done';
  readonly image: string;
  readonly result: ImageResult;
}

/** An image could not be built. */
export interface ImageFailedEvent {
  readonly type: 'image-failed';
  readonly image: string;
  readonly error: unknown;
}

/** Something that a person may want to know, e.g. which mirror stands in for an archive. */
export interface MessageEvent {
  readonly type: 'message';
  readonly text: string;
}
