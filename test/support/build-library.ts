import type * as BuildLibrary from '../../lib/build';
import type { InstalledPackage } from './installed-package';

/** `buildkit-cdk/build` of an installed package, in this process: the compiled code that users run. */
export function buildLibrary(installed: InstalledPackage): typeof BuildLibrary {
  return require(installed.file('lib/build/index.js'));
}
