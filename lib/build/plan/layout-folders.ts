import type { Assembly } from '../../assembly/assembly-reader';
import { localFolder } from '../../assembly/local-folder';

/**
 * The folders with the OCI layouts of an app, by the name of their store. What is in them is held to its
 * digest by the daemon.
 *
 * @throws BuildError `E_LOCAL_FOLDER`
 */
export function layoutFolders({
  folder,
  manifest: { layouts = {} },
}: Pick<Assembly, 'folder' | 'manifest'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(layouts).map(([name, input]) => [name, localFolder(folder, name, input)]),
  );
}
