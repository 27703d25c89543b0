import { startApp } from '../../build/app/start-app';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { asUsageError } from './outputs';
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
  const { cacheFrom = [], cacheTo = [] } = environment;
  if (cacheFrom.length + cacheTo.length > 0) {
    // Few builds have any.
    const { checkCaches } = await import('../../build/plan/caches');
    try {
      checkCaches({ from: cacheFrom, to: cacheTo });
    } catch (error) {
      throw asUsageError(error);
    }
  }
  const appOptions = readAppOptions(context);
  const since = context.options.last('since');
  if (since !== undefined) {
    const { touchedApp } = await import('./touched-app');
    const touched = await touchedApp(since, appOptions, context);
    if (touched === undefined) return EXIT.done;
    const { buildImages } = await import('./build-images');
    return buildImages(
      touched.app,
      { ...settings, environment },
      { ...context, arguments: touched.images },
    );
  }
  const app = startApp(appOptions);
  // Only now: looking for compiled code takes longer than compiling what starts the app.
  const { keepCompiledCode } = await import('../../build/app/compile-cache');
  keepCompiledCode('synth');
  const { buildImages } = await import('./build-images');
  return buildImages(app, { ...settings, environment }, context);
}
