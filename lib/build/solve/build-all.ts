import { setMaxListeners } from 'node:events';
import { BuildError, BuildErrors } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import type { BuildEvent } from './build-event';
import type { ImageResult } from './image-result';

/** Builds one image, and gives it to its outputs. */
export type BuildOne = (image: PlannedImage, signal: AbortSignal) => Promise<ImageResult>;

/** How the images of a plan are built together. */
export interface BuildAllOptions {
  /** Images that are built at once. */
  readonly atOnce: number;
  /** True to build the others where an image fails. */
  readonly keepGoing: boolean;
  readonly onEvent: (event: BuildEvent) => void;
  /** Aborting ends all of them. */
  readonly signal: AbortSignal;
}

/**
 * Builds the images of a plan, some at once: what they have in common a daemon solves once, and each
 * goes on as soon as that is there.
 *
 * @returns their results, in the order of the plan
 * @throws what the first image that failed threw, or a BuildErrors of all where others go on
 */
export async function buildAll(
  plan: BuildPlan,
  buildOne: BuildOne,
  { atOnce, keepGoing, onEvent, signal: ended }: BuildAllOptions,
): Promise<readonly ImageResult[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([ended, stop.signal]);
  setMaxListeners(0, signal);
  const results = new Map<PlannedImage, ImageResult>();
  const failures: unknown[] = [];

  await eachAtMost(atOnce, plan.images, async (image) => {
    if (signal.aborted) return;
    try {
      const result = await buildOne(image, signal);
      results.set(image, result);
      onEvent({ type: 'image-done', image: image.name, result });
    } catch (error) {
      if (signal.aborted) return;
      failures.push(error);
      onEvent({ type: 'image-failed', image: image.name, error });
      if (!keepGoing) stop.abort(new DOMException(`"${image.name}" failed`, 'AbortError'));
    }
  });
  ended.throwIfAborted();
  throwFailures(failures);
  return plan.images.flatMap((image) => results.get(image) ?? []);
}

function throwFailures(failures: readonly unknown[]): void {
  const foreign = failures.find((error) => !BuildError.is(error));
  if (foreign !== undefined) throw foreign;
  BuildErrors.throwIfAny(failures.filter(BuildError.is).flatMap(({ all }) => all));
}
