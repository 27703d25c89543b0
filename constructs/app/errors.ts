import { writeFileSync } from 'node:fs';
import { BuildError } from '../../lib/errors';

/**
 * Gives errors of the app to the command line that runs it, in the file `SYNTH_ERRORS_FILE`: a JSON
 * array of `{code, message, details}`. Anything else, and any error of an app that runs by itself,
 * is thrown.
 */
export function handOverErrors(error: unknown): void {
  const file = process.env.SYNTH_ERRORS_FILE;
  if (file === undefined || !BuildError.is(error)) throw error;
  const errors = error.all;
  const records = errors.map(({ code, details: { cause, ...details }, message }) => ({
    code,
    message,
    details,
  }));
  writeFileSync(file, JSON.stringify(records));
  process.exitCode = 1;
}
