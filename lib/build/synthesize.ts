import { type Assembly, readAssembly } from '../assembly/assembly-reader';
import type { AppOptions } from './app/app-options';
import { findAppPlace } from './app/app-place';
import { runApp } from './app/run-app';
import { requireLocked } from './plan/require-locked';

/** Options of {@link synthesize}. */
export interface SynthesizeOptions extends AppOptions {
  /**
   * True: an assembly whose lock misses answers is given back, too. Its images have no platforms,
   * and its manifest says what is missing.
   *
   * @default false
   */
  readonly allowMissing?: boolean | undefined;
  /** Aborting ends the app, as Ctrl-C does. @default - it goes on to its end */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs an app in a process of its own, and gives the assembly that it wrote.
 *
 * @throws BuildErrors everything that the app found wrong, each with its construct and line, and
 *   `E_LOCK_MISSING` for what the lock does not answer
 * @throws BuildError `E_APP_NOT_FOUND`, `E_APP_RUNNER`, `E_APP_FAILED`, `E_APP_NO_ASSEMBLY`,
 *   `E_CONFIG_FORMAT`, `E_ASSEMBLY_FORMAT`; the reason of the abort when `signal` was aborted
 */
export async function synthesize(options: SynthesizeOptions = {}): Promise<Assembly> {
  const assembly = readAssembly(await runApp(findAppPlace(options), options));
  if (options.allowMissing !== true) requireLocked(assembly.manifest.missing);
  return assembly;
}
