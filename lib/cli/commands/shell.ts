import { inContainer, type OpenedContainer } from '../../build/shell/in-container';
import type { BuildEvent } from '../../build/solve/build-event';
import { synthesize } from '../../build/synthesize';
import { BuildError } from '../../errors';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { parsePlatformOptions } from '../args/platform-option';
import { usageError } from '../args/usage-error';
import { readAllowed, readTls } from '../build/settings';
import { showEvents } from '../build/show-events';
import type { CommandContext } from '../context';
import { progressMode } from '../progress/auto';
import { isTerminal, runInTerminal } from '../shell/in-terminal';
import { SHELL } from '../shell/shell-program';

/** `synth shell`: a shell, or a command, in an image or a stage. */
export async function shell(context: CommandContext): Promise<number> {
  const { arguments: words, cwd, env, options, signal, stderr } = context;
  const [name, ...command] = words;
  if (name === undefined) {
    throw usageError('command "shell" needs a name', {
      expected: 'an image, or the path of a construct: synth shell hello',
    });
  }
  const [platform, ...others] = parsePlatformOptions(options.all('platform'));
  if (others.length > 0) {
    throw usageError('a shell is opened for one platform', {
      got: [platform, ...others].join(', '),
    });
  }
  const shown = showEvents(progressMode(options.last('progress'), env, stderr), context);
  const onEvent = (event: BuildEvent) => {
    shown.onEvent(event);
    // The terminal is the shell's.
    if (event.type === 'solve-ended' && !event.mayRestart) shown.close();
  };
  const run = {
    platform,
    cwd,
    env,
    signal,
    environment: readEnvironment(context),
    entitlements: readAllowed(options.all('allow')),
    address: options.last('addr'),
    tls: await readTls(context),
    onEvent,
  };
  const assembly = await synthesize(readAppOptions(context));
  const use = (opened: OpenedContainer) => runCommand(opened, name, command, context);
  return inContainer(assembly, name, use, run).finally(shown.close);
}

async function runCommand(
  { container, files, process: own }: OpenedContainer,
  name: string,
  command: readonly string[],
  { signal, stderr, stdout }: CommandContext,
): Promise<number> {
  if (command.length === 0) await requireShell(files, name);
  const args = command.length === 0 ? [SHELL] : command;
  const terminal = { stdin: process.stdin, output: stdout };
  if (isTerminal(terminal)) return runInTerminal(container, { ...own, args, signal }, terminal);
  const { stdin } = process;
  // What it is asked on a terminal it would not see.
  const input = stdin.isTTY === true ? undefined : stdin;
  const started = await container.start({ ...own, args, signal, stdin: input, stdout, stderr });
  return started.exit;
}

async function requireShell(files: OpenedContainer['files'], name: string): Promise<void> {
  await files.stat(SHELL).catch((cause) => {
    if (!BuildError.is(cause) || cause.code !== 'E_RESULT_FILE') throw cause;
    throw new BuildError('E_SHELL_MISSING', `"${name}" has no shell`, {
      got: `no ${SHELL}`,
      expected: 'a root with a shell, or a command behind "--"',
      cause,
    });
  });
}
