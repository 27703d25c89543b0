import { readTree } from '../../assembly/read-tree';
import { findAppPlace } from '../../build/app/app-place';
import { BuildError } from '../../errors';
import { readAppOptions } from '../args/app-options';
import type { CommandContext } from '../context';
import { hasColor } from '../create-context';
import { EXIT, type ExitCode } from '../exit-code';
import { isInterruption } from '../interrupt';
import { terminalWidth } from '../terminal/terminal-width';
import { type ErrorStyle, renderError } from './print-error';

/** What a check finds. */
const DIFFERENCES: readonly string[] = [
  'E_LOCK_DIFFERS',
  'E_LOCK_PROOF',
  'E_LOCK_UNPROVEN',
  'E_NOT_PURE',
];

/** Shows on stderr why a command failed; returns the exit code that says so. */
export function reportFailure(
  error: unknown,
  { args, context }: { args: readonly string[]; context: CommandContext | undefined },
): ExitCode {
  // Whatever breaks after Ctrl-C broke because of it.
  if (context?.signal.aborted || isInterruption(error)) {
    // The app may hear of Ctrl-C first: our own signal has nothing to add then.
    context?.messages.beQuiet();
    process.stderr.write('interrupted\n');
    return EXIT.interrupted;
  }
  const { stderr } = process;
  stderr.write(
    renderError(error, {
      width: terminalWidth(stderr),
      color: context?.color ?? hasColor(stderr, args.includes('--no-color')),
      debug: args.includes('--debug'),
      ...places(context),
    }),
  );
  if (!BuildError.is(error)) return EXIT.failed;
  if (error.code === 'E_USAGE') return EXIT.usage;
  return DIFFERENCES.includes(error.code) ? EXIT.differs : EXIT.failed;
}

/** Where sources are, and the constructs as the last run had them: they tell the types in a path. */
function places(context: CommandContext | undefined): Pick<ErrorStyle, 'cwd' | 'folder' | 'tree'> {
  const cwd = context?.cwd ?? process.cwd();
  try {
    if (context === undefined) return { cwd, folder: cwd };
    const { folder, out } = findAppPlace(readAppOptions(context));
    return { cwd, folder, tree: readTree(out) };
  } catch {
    return { cwd, folder: cwd };
  }
}
