import nodeModule from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../../environment/cache-folder';
import { CodeCache } from './code-cache';
import { makePrivateFolder } from './private-place';

/**
 * Keeps the compiled code of what is loaded from now on for the next run: by Node's own cache where
 * there is one (22.1), and else by ours. Compiled code is run unread, so a folder that others may
 * write is not used. `NODE_DISABLE_COMPILE_CACHE` is Node's variable against it.
 */
export function keepCompiledCode(program: 'app' | 'synth'): void {
  const { env } = process;
  if (env.NODE_DISABLE_COMPILE_CACHE !== undefined || env.NODE_V8_COVERAGE !== undefined) return;
  const folder = env.NODE_COMPILE_CACHE ?? join(cacheFolder(env), 'code');
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
    if (makePrivateFolder(folder)) nodeModule.enableCompileCache(folder);
  } else {
    new CodeCache(folder, program).install();
  }
}
