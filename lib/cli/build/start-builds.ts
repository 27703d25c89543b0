import { emitAssembly, findAssembly } from '../app/run';
import { readEnvironment } from '../args/environment-options';
import type { CommandContext } from '../context';
import type { ExitCode } from '../exit-code';
import type { BuildSettings } from './settings';

/**
 * Starts the app, which is a process of its own, and uses the time that it takes to load the code
 * that builds.
 */
export async function startBuilds(
  context: CommandContext,
  settings: BuildSettings,
): Promise<ExitCode> {
  const environment = readEnvironment(context);
  const found = findAssembly(context);
  const assemblyFolder = emitAssembly(context, found);
  // Whoever waits for it hears of the failure; nobody may be waiting yet.
  assemblyFolder.catch(() => {});
  // Only now: looking for compiled code takes longer than compiling what starts the app.
  const { keepCompiledCode } = await import('../app/compile-cache');
  keepCompiledCode('synth');
  const { buildImages } = await import('./build-images');
  return buildImages(context, {
    ...settings,
    environment,
    assemblyFolder,
    lastAssemblyFolder: found.target.kind === 'assembly' ? undefined : found.out,
  });
}
