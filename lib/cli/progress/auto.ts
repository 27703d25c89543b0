import { usageError } from '../args/usage-error';
import type { ProgressMode, ProgressStream } from './display';
import { PROGRESS_MODES } from './display';

/**
 * The mode that is asked for by option or by `BUILDKIT_PROGRESS`, with `auto` decided: `tty` on a
 * terminal that is not that of a CI, else `plain`.
 *
 * @throws BuildError `E_USAGE` for another word, or for `tty` without a terminal
 */
export function progressMode(
  option: string | undefined,
  env: NodeJS.ProcessEnv,
  stream: ProgressStream,
): Exclude<ProgressMode, 'auto'> {
  const asked = option ?? (env.BUILDKIT_PROGRESS || 'auto');
  const mode = PROGRESS_MODES.find((known) => known === asked);
  const subject = option === undefined ? 'BUILDKIT_PROGRESS' : 'option "--progress"';
  if (mode === undefined) {
    throw usageError(`${subject} has no mode "${asked}"`, {
      expected: PROGRESS_MODES.join(', '),
    });
  }
  if (mode === 'tty' && stream.isTTY !== true) {
    throw usageError(`${subject} is "tty", and stderr is no terminal`, {
      fix: 'use "plain" or "auto"',
    });
  }
  if (mode !== 'auto') return mode;
  const isTerminal = stream.isTTY === true && !env.CI && env.TERM !== 'dumb';
  return isTerminal ? 'tty' : 'plain';
}
