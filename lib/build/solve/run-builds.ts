import { setMaxListeners } from 'node:events';
import { readAssembly } from '../../assembly/assembly-reader';
import type { Environment } from '../../environment';
import type { StartedApp } from '../app/start-app';
import type { BuildPlan } from '../plan/build-plan';
import { Planner, type PlanOptions } from '../plan/plan-builds';
import { buildAll } from './build-all';
import type { BuildOptions } from './build-options';
import type { BuildPlace, BuildPlaceOptions } from './build-place';
import { givenToBuilds } from './given-to-builds';
import type { ImageResult } from './image-result';
import { ManyBuilders } from './many-builders';
import { OneBuilder } from './one-builder';
import { requireGiven } from './require-given';
import type { SolveSession } from './solve-session';

/** Builds what a plan says: see `build`. */
export function runPlan(plan: BuildPlan, options: BuildOptions): Promise<readonly ImageResult[]> {
  return run(options, plan.environment, async () => plan);
}

/**
 * Builds what an app writes that may still run. Meanwhile the connection is opened, and the build of
 * the first image begun on what the app wrote the last time.
 */
export function runAppBuild(
  { folder, lastFolder }: StartedApp,
  options: PlanOptions & BuildOptions & { readonly environment: Environment },
): Promise<readonly ImageResult[]> {
  return run(options, options.environment, async (place) => {
    const planner = new Planner(options);
    if (lastFolder !== undefined) place.begin(lastFolder, planner);
    return planner.plan(readAssembly(await folder));
  });
}

/**
 * Builds the images of a plan.
 *
 * @param makePlan is given where they are built, which can be used before there is a plan
 */
async function run(
  options: BuildOptions,
  environment: Environment,
  makePlan: (place: BuildPlace) => Promise<BuildPlan>,
): Promise<readonly ImageResult[]> {
  const { credentials, keepGoing = false, onEvent = () => {}, onFailure } = options;
  const signal = AbortSignal.any(options.signal ? [options.signal] : []);
  // Every call of every build listens to it.
  setMaxListeners(0, signal);
  const onMessage = (text: string) => onEvent({ type: 'message', text });
  const session: SolveSession = {
    credentials,
    onMessage,
    signal,
    ...givenToBuilds(options, environment),
  };
  const sessionOf = (image: string, builder?: string): SolveSession => ({
    ...session,
    onFailure:
      onFailure &&
      ((step) => {
        onEvent({ type: 'step-failed', image, builder, error: step.error });
        return onFailure(step);
      }),
  });
  const place = placeOf({ options, onEvent, sessionOf, signal });
  try {
    const plan = await makePlan(place);
    requireGiven(plan, session);
    // What is wrong with the app was told first: it is wrong whichever daemon there is.
    const buildOne = await place.open(plan);
    onEvent({
      type: 'planned',
      images: plan.images.map(({ name, platforms }) => ({
        image: name,
        platforms: platforms.map(({ platform }) => platform),
      })),
    });
    const { atOnce } = place;
    return await buildAll(plan, buildOne, { atOnce, keepGoing, onEvent, signal });
  } finally {
    await place.close();
  }
}

/** One builder that is for everything is a daemon like any other. */
function placeOf(given: BuildPlaceOptions): BuildPlace {
  const { options } = given;
  const [first, ...others] = options.builders ?? [];
  if (first === undefined) return new OneBuilder(given);
  if (others.length > 0 || first.platforms !== undefined) return new ManyBuilders(given);
  const { address, tls = options.tls } = first;
  return new OneBuilder({ ...given, options: { ...options, address, tls } });
}
