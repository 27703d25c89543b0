import nodeModule from 'node:module';

/** Lets Node keep the compiled code of what is loaded from now on for the next run (Node 22.1). */
export function keepCompiledCode(): void {
  if (!('enableCompileCache' in nodeModule)) return;
  if (typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache();
}
