import { setMaxListeners } from 'node:events';
import { BuildError, BuildErrors } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import { type BuildTools, buildImage } from './build-image';
import type { BuiltBefore } from './built-before';
import type { EarlyBuild } from './early-build';
import { type ImageResult, imageResult } from './image-result';
import type { SolveSession } from './solve-session';

/** How the images of a plan are built together. */
export interface BuildAllOptions {
  /** Solves that run at once. */
  readonly atOnce: number;
  /** What was begun on the first image while the app ran. */
  readonly early: EarlyBuild;
  /** True to build the others where an image fails. */
  readonly keepGoing: boolean;
  /** What is served to the solve of an image. */
  readonly sessionOf: (image: string) => SolveSession;
  /** Aborting ends all of them. */
  readonly signal: AbortSignal;
  /** Told what was made of the first image. */
  readonly built: BuiltBefore;
}

/**
 * Builds the images of a plan, some at once: what they have in common the daemon solves once, and
 * each goes on as soon as that is there.
 *
 * @returns their results, in the order of the plan
 * @throws what the first image that failed threw, or a BuildErrors of all where others go on
 */
export async function buildAll(
  plan: BuildPlan,
  tools: Omit<BuildTools, 'early' | 'session'>,
  { atOnce, built, early, keepGoing, sessionOf, signal: ended }: BuildAllOptions,
): Promise<readonly ImageResult[]> {
  const { onEvent } = tools;
  const stop = new AbortController();
  const signal = AbortSignal.any([ended, stop.signal]);
  setMaxListeners(0, signal);
  const results = new Map<PlannedImage, ImageResult>();
  const failures: unknown[] = [];

  const buildOne = async (image: PlannedImage) => {
    const isFirst = image === plan.images[0];
    const session = { ...sessionOf(image.name), signal };
    const own = { session, early: isFirst ? early : undefined };
    const finished = await buildImage(image, plan, { ...tools, ...own });
    if (isFirst) built.note(finished.results);
    const onMessage = (text: string) => onEvent({ type: 'message', text });
    const context = { ...session, onMessage, content: tools.content };
    const result = await imageResult(finished, plan, context);
    results.set(image, result);
    onEvent({ type: 'image-done', image: image.name, result });
  };

  await eachAtMost(atOnce, plan.images, async (image) => {
    if (signal.aborted) return;
    try {
      await buildOne(image);
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
