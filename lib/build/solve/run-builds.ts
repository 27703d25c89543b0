import { setMaxListeners } from 'node:events';
import { readAssembly } from '../../assembly/assembly-reader';
import type { Connection } from '../../client';
import type { Environment } from '../../environment';
import type { StartedApp } from '../app/start-app';
import type { BuildPlan } from '../plan/build-plan';
import { Planner, type PlanOptions } from '../plan/plan-builds';
import { untestedNotes } from '../plan/untested';
import { beginEarly } from './begin-early';
import { buildAll } from './build-all';
import type { BuildOptions } from './build-options';
import { BuiltBefore } from './built-before';
import { EarlyBuild } from './early-build';
import { ExportedContent } from './exported-content';
import { givenToBuilds } from './given-to-builds';
import type { ImageResult } from './image-result';
import { openConnection } from './open-connection';
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
  return run(options, options.environment, async (early, connecting, sessionOf) => {
    const planner = new Planner(options);
    if (lastFolder !== undefined) {
      void beginEarly({ connecting, early, folder: lastFolder, planner, sessionOf });
    }
    return planner.plan(readAssembly(await folder));
  });
}

/** Solves at once where nothing else is said. */
const AT_ONCE = 8;

/**
 * Builds the images of a plan.
 *
 * @param makePlan is given what can be used before there is a plan
 */
async function run(
  options: BuildOptions,
  environment: Environment,
  makePlan: (
    early: EarlyBuild,
    connecting: Promise<Connection>,
    sessionOf: (image: string) => SolveSession,
  ) => Promise<BuildPlan>,
): Promise<readonly ImageResult[]> {
  const { credentials, onEvent = () => {}, onFailure } = options;
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
  const sessionOf = (image: string): SolveSession => ({
    ...session,
    onFailure:
      onFailure &&
      ((step) => {
        onEvent({ type: 'step-failed', image, error: step.error });
        return onFailure(step);
      }),
  });
  const early = new EarlyBuild();
  const connecting = openConnection(options);
  connecting.catch(() => {});
  try {
    const plan = await makePlan(early, connecting, sessionOf);
    requireGiven(plan, session);
    // What is wrong with the app was told first: it is wrong whichever daemon there is.
    const connection = await connecting;
    const content = new ExportedContent(connection, signal);
    const built = new BuiltBefore(plan.environment.cacheFolder, plan.assembly.folder);
    onEvent({
      type: 'planned',
      images: plan.images.map(({ name, platforms }) => ({
        image: name,
        platforms: platforms.map(({ platform }) => platform),
      })),
    });
    untestedNotes(plan.images).forEach(onMessage);
    const { atOnce = AT_ONCE, keepGoing = false } = options;
    const tools = { connection, content, onEvent };
    const how = { atOnce, built, early, keepGoing, sessionOf, signal };
    return await buildAll(plan, tools, how);
  } finally {
    await early.close();
    if (options.connection === undefined) {
      await connecting.then(
        (connection) => connection.close(),
        () => {},
      );
    }
  }
}
