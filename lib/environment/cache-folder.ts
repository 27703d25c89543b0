import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder for what can be had again: downloads, compiled code.
 * A relative `XDG_CACHE_HOME` is to be ignored, says the XDG Base Directory Specification.
 *
 * @param env variables of the process
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const configured = env.XDG_CACHE_HOME;
  const base =
    configured !== undefined && isAbsolute(configured)
      ? configured
      : join(env.HOME || homedir(), '.cache');
  return join(base, 'buildkit-cdk');
}
