import { join, relative, sep } from 'node:path';
import { sourceFolder } from '../../lib/package';

/**
 * Inputs with their folders relative to where an assembly lies, as its manifest has them. While an app
 * is lowered they are relative to the folder of the app.
 *
 * @param parent absolute path of the folder that the assembly lies in
 */
export function placeLocals<T extends { readonly path: string } | object>(
  locals: Readonly<Record<string, T>>,
  parent: string,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(locals).map(([name, input]) => {
      if (!('path' in input)) return [name, input];
      const path = relative(parent, join(sourceFolder(), input.path)).split(sep).join('/');
      return [name, { ...input, path: path || '.' }];
    }),
  );
}
