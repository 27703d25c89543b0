import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './package-folder';

/**
 * Text of a file that the package ships as it is: a shell script, an archive key.
 *
 * @param path below the package's folder, `/` between segments
 */
export function readPackageFile(path: string): string {
  return readFileSync(join(packageFolder(), path), 'utf8');
}
