import type { TreeNode } from '../../assembly/manifest';
import { findAppPlace } from '../../build/app/app-place';
import { readTree } from '../../build/solve/read-tree';
import { BuildError } from '../../errors';
import { readAppOptions } from '../args/app-options';
import type { CommandContext } from '../context';
import { hasColor } from '../create-context';
import { EXIT, type ExitCode } from '../exit-code';
import { isInterruption } from '../interrupt';
import { terminalWidth } from '../terminal/terminal-width';
import { renderError } from './print-error';

/** Shows on stderr why a command failed; returns the exit code that says so. */
export function reportFailure(
  error: unknown,
  { args, context }: { args: readonly string[]; context: CommandContext | undefined },
): ExitCode {
  // Whatever breaks after Ctrl-C broke because of it.
  if (context?.signal.aborted || isInterruption(error)) {
    process.stderr.write('interrupted\n');
    return EXIT.interrupted;
  }
  const { stderr } = process;
  stderr.write(
    renderError(error, {
      width: terminalWidth(stderr),
      color: context?.color ?? hasColor(stderr, args.includes('--no-color')),
      debug: args.includes('--debug'),
      folder: context?.cwd ?? process.cwd(),
      tree: context && lastTree(context),
    }),
  );
  if (!BuildError.is(error)) return EXIT.failed;
  if (error.code === 'E_USAGE') return EXIT.usage;
  return error.code === 'E_LOCK_DIFFERS' ? EXIT.differs : EXIT.failed;
}

/** The constructs as the last run that wrote an assembly had them: they tell the types in a path. */
function lastTree(context: CommandContext): TreeNode | undefined {
  try {
    return readTree(findAppPlace(readAppOptions(context)).out);
  } catch {
    return undefined;
  }
}
