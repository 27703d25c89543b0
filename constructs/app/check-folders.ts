import { localFolder } from '../../lib/assembly/local-folder';
import type { LayoutInput, LocalInput } from '../../lib/assembly/manifest';
import { BuildError, BuildErrors } from '../../lib/errors';
import type { Lowering } from '../core/lowering';

/**
 * Refuses folders that links lead out of the one that the assembly lies in. One that is not there
 * yet may be made before the build.
 *
 * @throws BuildErrors `E_LOCAL_FOLDER` with the line that names the folder
 */
export function checkFolders(
  out: string,
  locals: Readonly<Record<string, LayoutInput | LocalInput>>,
  folderLines: Lowering['folderLines'],
): void {
  const errors: BuildError[] = [];
  for (const [name, input] of Object.entries(locals)) {
    if (!('path' in input)) continue;
    try {
      localFolder(out, name, input, { source: folderLines.get(name) });
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      if (error.cause === undefined) errors.push(error);
    }
  }
  BuildErrors.throwIfAny(errors);
}
