import { realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/**
 * Absolute path of the folder that lines of the user's sources are relative to: the one that the
 * command line names in `SYNTH_FOLDER`, else that of the program that Node was started with. Where
 * that is a program of a package, such as a test runner, it is the working folder.
 */
export function sourceFolder(): string {
  folder ??= findFolder();
  return folder;
}

let folder: string | undefined;

function findFolder(): string {
  const { SYNTH_FOLDER } = process.env;
  if (SYNTH_FOLDER !== undefined) return realPath(SYNTH_FOLDER);
  const [, program] = process.argv;
  if (program === undefined) return process.cwd();
  // What is on a stack has its real path, too.
  const path = realPath(dirname(program));
  return `${path}${sep}`.includes(`${sep}node_modules${sep}`) ? process.cwd() : path;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
