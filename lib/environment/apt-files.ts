import { readdirSync, readFileSync } from 'node:fs';

/** Text of a file of apt's configuration; empty where there is none, or none that can be read. */
export function readAptFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Names in a folder of apt's configuration; none where there is no such folder. */
export function listAptFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
