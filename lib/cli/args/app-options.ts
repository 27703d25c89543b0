import type { AppOptions } from '../../build/app/app-options';
import type { CommandContext } from '../context';

/** What the command line says of the app, and how it is run. */
export function readAppOptions({
  cwd,
  env,
  options,
  signal,
}: Pick<CommandContext, 'cwd' | 'env' | 'options' | 'signal'>): AppOptions & {
  readonly signal: AbortSignal;
} {
  return {
    app: options.last('app'),
    out: options.last('out'),
    cwd,
    env: options.has('debug') ? { ...env, SYNTH_DEBUG: '1' } : env,
    signal,
  };
}
