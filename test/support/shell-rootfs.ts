import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Fills a folder with this machine's /bin/sh, /bin/cat and the libraries that they need: a root for
 * steps that are really run, on a machine that can pull no image.
 */
export function makeShellRootfs(folder: string): void {
  copyPrograms(['/bin/sh', '/bin/cat', '/bin/ls', '/bin/sleep'], folder);
}

/** Copies programs of this machine into a root, each with its libraries. */
export function copyPrograms(programs: readonly string[], folder: string): void {
  for (const program of programs) {
    copy(program, folder);
    const libraries = execFileSync('ldd', [program], { encoding: 'utf8' });
    for (const [, path = ''] of libraries.matchAll(/(\/\S+) \(0x/g)) copy(path, folder);
  }
}

function copy(path: string, folder: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(path), target);
}
