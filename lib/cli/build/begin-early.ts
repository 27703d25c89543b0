import { type Assembly, readAssembly } from '../../assembly/assembly-reader';
import { localSources } from '../../assembly/local-sources';
import type { Connection } from '../../client';
import type { Definition } from '../../llb/definition/definition';
import { partOf } from '../../llb/definition/part-of';
import type { CommandContext } from '../context';
import type { BuildInputs } from './build-images';
import type { EarlyBuild } from './early-build';
import { type BuildPlan, type PlanInputs, planBuild } from './plan';
import { selectImages } from './select-images';

interface Ahead extends BuildInputs {
  readonly context: CommandContext;
  readonly connecting: Promise<Connection>;
  readonly early: EarlyBuild;
  readonly inputsFor: (assembly: Assembly) => PlanInputs;
}

/**
 * Begins the build of the first image on what the app's last run left. Whatever is in the way of it
 * does not matter, and is told, if it still holds, once the app has ended.
 */
export async function beginEarly({
  connecting,
  context,
  early,
  inputsFor,
  lastAssemblyFolder,
  outputs,
  platforms,
}: Ahead): Promise<void> {
  const staysWithDaemon = outputs.every(({ dest }) => dest === undefined);
  if (lastAssemblyFolder === undefined || !staysWithDaemon) return;
  try {
    const last = readAssembly(lastAssemblyFolder);
    const [image] = selectImages(last.manifest, context.arguments, platforms);
    if (image === undefined || last.manifest.missing.length > 0) return;
    const plan = await planBuild(image, inputsFor(last), { mayFetch: false });
    early.begin(plan, cachedInputs(plan, last), await connecting, context.signal);
  } catch {}
}

/**
 * Graphs of what is sent out of the cache folder. It has its name by its hash, so that nothing else
 * can be meant by it; folders of the app may still be written to.
 */
function cachedInputs({ results }: BuildPlan, { manifest }: Assembly): Definition[] {
  const inputs = new Map<string, Definition>();
  for (const { definition } of results) {
    for (const { digest, name } of localSources(definition)) {
      if (manifest.locals[name]?.type !== 'deb-member' || inputs.has(digest)) continue;
      inputs.set(digest, partOf(definition, digest));
    }
  }
  return [...inputs.values()];
}
