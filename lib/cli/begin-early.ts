import { type Assembly, readAssembly } from '../assembly/assembly-reader';
import type { Connection } from '../client';
import type { BuildInputs } from './build-images';
import { type PlanInputs, planBuild } from './build-plan';
import type { CommandContext } from './context';
import type { EarlyBuild } from './early-build';
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
    early.begin(plan, await connecting, context.signal);
  } catch {}
}
