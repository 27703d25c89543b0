import type { Invocation } from './args/invocation';
import type { CommandContext } from './context';
import { listenForInterrupt } from './interrupt';
import { Messages } from './messages';

/** The process around a command: its folder, environment and streams. */
export function createContext({ arguments: args, options }: Invocation): CommandContext {
  const color = hasColor(process.stderr, options.has('no-color'));
  const messages = new Messages(process.stderr, color);
  return {
    options,
    arguments: args,
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    color,
    messages,
    signal: listenForInterrupt(() =>
      messages.note('interrupted: stopping; press Ctrl-C again to kill'),
    ),
  };
}

/** Whether a stream shows colors: a terminal does, unless NO_COLOR or TERM say otherwise. */
export function hasColor(stream: NodeJS.WriteStream, isRefused: boolean): boolean {
  if (isRefused || (process.env.NO_COLOR ?? '') !== '') return false;
  return stream.isTTY === true && stream.hasColors();
}
