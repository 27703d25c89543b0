import { readAssembly } from '../../assembly/assembly-reader';
import { type LocalSource, localSources } from '../../assembly/local-sources';
import type { Connection } from '../../client';
import type { Definition } from '../../llb/definition/definition';
import { partOf } from '../../llb/definition/part-of';
import type { BuildPlan } from '../plan/build-plan';
import { destOf } from '../plan/output';
import type { Planner } from '../plan/plan-builds';
import { makeSolveRequest, type SolveRequest } from '../plan/solve-request';
import { BuiltBefore } from './built-before';
import type { EarlyBuild } from './early-build';
import type { SolveSession } from './solve-session';

interface Ahead {
  readonly connecting: Promise<Connection>;
  readonly early: EarlyBuild;
  /** Of what the app's last run left. */
  readonly folder: string;
  readonly planner: Planner;
  /** What is served to the solve of an image. */
  readonly sessionOf: (image: string) => SolveSession;
}

/**
 * Begins the build of the first image on what the app's last run left. Whatever is in the way of it
 * does not matter, and is told, if it still holds, once the app has ended.
 */
export async function beginEarly({
  connecting,
  early,
  folder,
  planner,
  sessionOf,
}: Ahead): Promise<void> {
  if (planner.outputs.some((output) => destOf(output) !== undefined)) return;
  try {
    const last = readAssembly(folder);
    const plan = planner.plan(last, 1);
    const [image] = plan.images;
    if (image === undefined) return;
    const isDocker = async () => (await (await connecting).info()).isDocker;
    const request = await makeSolveRequest(image, plan, { isDocker, mayFetch: false });
    early.begin(request, likelyNeeded(request, plan), await connecting, sessionOf(image.name));
  } catch {}
}

/**
 * What is solved before the app has ended: all, where the last build made it, too. Folders of the app
 * may still be written to, so of a graph that takes from them only what no app changes.
 */
function likelyNeeded(
  { noCache, results }: SolveRequest,
  { assembly, environment }: BuildPlan,
): readonly Definition[] {
  const sources = results.flatMap(({ definition }) =>
    localSources(definition).map((source) => ({ ...source, definition })),
  );
  const { locals } = assembly.manifest;
  const isKept = ({ name }: LocalSource) => locals[name] && locals[name].type !== 'directory';
  const built = new BuiltBefore(environment.cacheFolder, assembly.folder);
  if (noCache !== true && sources.every(isKept) && built.has(results)) {
    return results.map(({ definition }) => definition);
  }
  const inputs = new Map<string, Definition>();
  for (const source of sources.filter(isKept)) {
    if (inputs.has(source.digest)) continue;
    inputs.set(source.digest, partOf(source.definition, source.digest));
  }
  return [...inputs.values()];
}
