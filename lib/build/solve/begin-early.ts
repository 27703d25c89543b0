import { type Assembly, readAssembly } from '../../assembly/assembly-reader';
import { localSources } from '../../assembly/local-sources';
import type { Connection } from '../../client';
import type { Definition } from '../../llb/definition/definition';
import { partOf } from '../../llb/definition/part-of';
import { destOf } from '../plan/output';
import type { Planner } from '../plan/plan-builds';
import { makeSolveRequest, type SolveRequest } from '../plan/solve-request';
import type { EarlyBuild } from './early-build';
import type { SolveSession } from './solve-session';

interface Ahead {
  readonly connecting: Promise<Connection>;
  readonly early: EarlyBuild;
  /** Of what the app's last run left. */
  readonly folder: string;
  readonly planner: Planner;
  readonly session: SolveSession;
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
  session,
}: Ahead): Promise<void> {
  if (planner.outputs.some((output) => destOf(output) !== undefined)) return;
  try {
    const last = readAssembly(folder);
    const plan = planner.plan(last, 1);
    const [image] = plan.images;
    if (image === undefined) return;
    const request = await makeSolveRequest(image, plan, { mayFetch: false });
    early.begin(request, cachedInputs(request, last), await connecting, session);
  } catch {}
}

/**
 * Graphs of what is sent out of the cache folder. It has its name by its hash, so that nothing else
 * can be meant by it; folders of the app may still be written to.
 */
function cachedInputs({ results }: SolveRequest, { manifest }: Assembly): Definition[] {
  const inputs = new Map<string, Definition>();
  for (const { definition } of results) {
    for (const { digest, name } of localSources(definition)) {
      if (manifest.locals[name]?.type !== 'deb-member' || inputs.has(digest)) continue;
      inputs.set(digest, partOf(definition, digest));
    }
  }
  return [...inputs.values()];
}
