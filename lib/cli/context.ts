import type { Options } from './args/invocation';
import type { Messages } from './messages';

/** What a command works with. */
export interface CommandContext {
  readonly options: Options;
  /** Arguments after the command's name. */
  readonly arguments: readonly string[];
  /** Absolute working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes the result, and nothing else. */
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Colors on stderr. */
  readonly color: boolean;
  readonly messages: Messages;
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * A command of `synth`. It returns the exit code, one of `EXIT` or that of a process which it ran for
 * its user, or throws what went wrong.
 */
export type Command = (context: CommandContext) => Promise<number>;
