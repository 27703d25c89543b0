import { loadEnvironment } from '../environment';
import type { AppOptions } from './app/app-options';
import { startApp } from './app/start-app';
import type { BuildPlan } from './plan/build-plan';
import type { PlanOptions } from './plan/plan-builds';
import type { BuildOptions } from './solve/build-options';
import type { ImageResult } from './solve/image-result';

/** An app, and what of it is built. */
export interface AppBuild extends AppOptions, PlanOptions {}

/**
 * Builds images, some at once, and gives each to its outputs. The first that fails cancels the
 * others, unless they go on by `keepGoing`; results of those that are done were told in `onEvent`.
 *
 * Of an app the build begins while its process still runs: `build({ app: 'app.ts', push: true })`
 * takes less time than `synthesize`, `planBuilds` and a build of the plan.
 *
 * @param what a plan, or an app that is run first
 * @throws SolveError as `Connection.build` of the client does: `E_SOLVE` when a step fails, with
 *   the path of its construct where that is known
 * @throws BuildError `E_DAEMON_…` and `E_TLS_CREDENTIALS` as `connect` does, `E_EXPORT`,
 *   `E_BUILD_REQUEST`, `E_HTTP_…` for files that nobody has; of an app what `synthesize` and
 *   `planBuilds` throw; the reason of the abort when `signal` was aborted
 */
export async function build(
  what: BuildPlan | AppBuild,
  options: BuildOptions = {},
): Promise<readonly ImageResult[]> {
  if (isPlan(what)) {
    const { runPlan } = await import('./solve/run-builds');
    return runPlan(what, options);
  }
  const { cwd = process.cwd(), env = process.env } = what;
  const environment = what.environment ?? loadEnvironment({ folder: cwd, env });
  const started = startApp({ ...what, signal: options.signal });
  // While the app runs.
  const { runAppBuild } = await import('./solve/run-builds');
  return runAppBuild(started, { ...what, ...options, env: options.env ?? env, environment });
}

/** Not by its class: it may come from another copy of this package. */
function isPlan(what: BuildPlan | AppBuild): what is BuildPlan {
  return 'assembly' in what;
}
