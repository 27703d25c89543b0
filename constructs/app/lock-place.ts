import { dirname, join } from 'node:path';

/** Name of the lock. */
const LOCK_FILE = 'synth.lock.json';

/**
 * Path of the lock: the one that the command line names in `SYNTH_LOCK`, or else beside the file
 * that Node was started with. Two apps of one repository have each their own.
 */
export function lockPlace(): string {
  const { SYNTH_LOCK } = process.env;
  if (SYNTH_LOCK !== undefined) return SYNTH_LOCK;
  const [, file] = process.argv;
  return file === undefined ? LOCK_FILE : join(dirname(file), LOCK_FILE);
}
