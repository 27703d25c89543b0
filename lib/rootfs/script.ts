import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads shell scripts of this folder as one, to be the argument of `sh -c`.
 *
 * Comments and blank lines go, so that a change of a comment changes no digest.
 */
export function readScript(...names: readonly string[]): string {
  return names.map((name) => strip(readFileSync(join(__dirname, `${name}.sh`), 'utf8'))).join('');
}

function strip(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}
