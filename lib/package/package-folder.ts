import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package, which holds its package.json, wherever this code was compiled to. */
export function packageFolder(): string {
  folder ??= findFolder(__dirname);
  return folder;
}

let folder: string | undefined;

function findFolder(start: string): string {
  if (existsSync(join(start, 'package.json'))) return start;
  const parent = dirname(start);
  if (parent === start) throw new Error(`no package.json above ${__dirname}`);
  return findFolder(parent);
}
