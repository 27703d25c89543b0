import type { FailureReader } from '../../client';
import { BuildError } from '../../errors';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { isTerminal, runInTerminal } from './in-terminal';
import { shellOf } from './shell-program';

/**
 * What `--on-error=shell` does with a step that failed; undefined where it is not given.
 *
 * @throws BuildError `E_USAGE`
 */
export function shellOnError(context: CommandContext): FailureReader | undefined {
  const { messages, options, signal, stderr } = context;
  const wish = options.last('on-error');
  if (wish === undefined) return undefined;
  if (wish !== 'shell') {
    throw usageError(`option "--on-error" does not know "${wish}"`, { expected: 'shell' });
  }
  // Of the standard streams stdout is for results.
  const terminal = { stdin: process.stdin, output: stderr };
  return async (step) => {
    if (!isTerminal(terminal)) {
      return messages.note('no shell is opened in the step: stdin and stderr are no terminal');
    }
    messages.warn(step.error.message);
    messages.note('a shell in the step, as it was left; once it is left the build ends');
    try {
      const container = await step.openContainer();
      const args = shellOf(step.process.args);
      await runInTerminal(container, { ...step.process, args, signal }, terminal);
      await container.release();
    } catch (error) {
      if (!BuildError.is(error) || error.code !== 'E_CONTAINER') throw error;
      messages.warn(`no shell can be opened in the step: ${error.message}`);
    }
  };
}
