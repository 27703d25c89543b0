import type { SolveError, SolveStatus } from '../../client';
import type { ImageResult } from './image-result';

/**
 * What is told while images are built, some at once: first what is planned, then for each image the
 * start of its solve, the changes of its progress, the end of the solve, and its result or why there
 * is none. One whose solve ended at a file that another mirror may have, or with its builder, starts
 * again. An image whose platforms are built on several builders has a solve on each. Of one that was
 * cancelled since another failed, nothing is told after the end of its solve.
 */
export type BuildEvent =
  | PlannedEvent
  | SolveStartedEvent
  | StatusEvent
  | StepFailedEvent
  | SolveEndedEvent
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
  /** Name of the builder, where there are several. @default - there is one */
  readonly builder?: string | undefined;
  readonly platforms: readonly string[];
  /** Bytes of what vertexes fetch, by the name of the vertex, where that is known beforehand. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Vertexes of an image started, worked, ended, printed something, or warned. */
export interface StatusEvent {
  readonly type: 'status';
  readonly image: string;
  /** Name of the builder, where there are several. @default - there is one */
  readonly builder?: string | undefined;
  /** What changed since the last of these events. */
  readonly status: SolveStatus;
}

/** A step has failed, and `onFailure` is called; the solve ends once it has returned. */
export interface StepFailedEvent {
  readonly type: 'step-failed';
  readonly image: string;
  /** Name of the builder, where there are several. @default - there is one */
  readonly builder?: string | undefined;
  readonly error: SolveError;
}

/** The daemon is done with an image, well or not. */
export interface SolveEndedEvent {
  readonly type: 'solve-ended';
  readonly image: string;
  /** Name of the builder, where there are several. @default - there is one */
  readonly builder?: string | undefined;
  /** Why it failed, or was aborted. @default - it did not */
  readonly error?: unknown;
  /** True where it starts again: with another mirror, if one has what could not be fetched, or on another builder. */
  readonly mayRestart: boolean;
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
