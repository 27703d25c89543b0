import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import type { BuildOutput } from '../../build/plan/output';
import { BuildError } from '../../errors';
import type { OutputSpec } from '../args/output-option';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';

/**
 * What an option `--output` means.
 *
 * @throws BuildError `E_USAGE` for an archive on a terminal
 */
export function makeOutput(
  { attrs, dest, type }: OutputSpec,
  { cwd, stdout }: Pick<CommandContext, 'cwd' | 'stdout'>,
): BuildOutput {
  if (type === 'image' || dest === undefined) return { type: 'image', attrs };
  if (type === 'local') return { type, dest: resolve(cwd, dest), attrs };
  if (dest !== '-') return { type, dest: resolve(cwd, dest), attrs };
  if (stdout.isTTY === true) {
    throw usageError(`option "--output type=${type}" would write an archive to the terminal`, {
      fix: 'give "dest=<file>", or redirect stdout',
    });
  }
  return { type, dest: () => intoStdout(stdout), attrs };
}

/** An output that does not go with what is built is an option that was given wrongly. */
export function asUsageError(error: unknown): unknown {
  if (!BuildError.is(error) || error.code !== 'E_BUILD_OUTPUT') return error;
  const [{ details, message } = error] = error.all;
  return new BuildError('E_USAGE', message.replace(/^output "/, 'option "--output '), details);
}

/** A stream that writes to stdout and can be ended, which stdout itself must not be. */
function intoStdout(stdout: NodeJS.WriteStream): Writable {
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void stdout.write(chunk, done),
  });
}
