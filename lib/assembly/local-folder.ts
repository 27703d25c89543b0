import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BuildError, type BuildErrorDetails, describeCause } from '../errors';
import type { DirectoryInput } from './manifest';

/**
 * The folder of the app that is sent as a local source: its real path, all links followed.
 *
 * @param assembly folder of the assembly
 * @param name of the local source
 * @param details of the errors: where the app names the folder
 * @throws BuildError `E_LOCAL_FOLDER` where it is no folder, or outside of the one that the assembly
 *   lies in
 */
export function localFolder(
  assembly: string,
  name: string,
  { path }: Pick<DirectoryInput, 'path'>,
  details: BuildErrorDetails = {},
): string {
  const parent = dirname(resolve(assembly));
  let folder: string;
  let outer: string;
  try {
    outer = realpathSync(parent);
    folder = realpathSync(resolve(parent, path));
    if (!statSync(folder).isDirectory()) throw new Error('it is a file');
  } catch (cause) {
    throw new BuildError('E_LOCAL_FOLDER', `folder "${path}" of local source "${name}" is none`, {
      got: describeCause(cause),
      expected: `a folder in "${parent}"`,
      ...details,
      cause,
    });
  }
  if (isIn(outer, folder)) return folder;
  throw new BuildError(
    'E_LOCAL_FOLDER',
    `folder "${path}" of local source "${name}" lies outside`,
    {
      got: `"${folder}"`,
      expected: `a folder in "${outer}", also when its links are followed`,
      ...details,
    },
  );
}

function isIn(outer: string, folder: string): boolean {
  return folder === outer || folder.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}
