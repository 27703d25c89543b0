import type { Container, ProcessOptions, TerminalSize } from '../../client';

/** The terminal of this process, from stdin to the stream that shows what comes. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Whether a person sits at both ends. */
export const isTerminal = ({ output, stdin }: Terminal): boolean =>
  stdin.isTTY === true && output.isTTY === true;

/**
 * Runs a process in a container at the terminal of this one: keys reach it as they are, Ctrl-C too. The
 * terminal is as it was afterwards, whatever ended it.
 *
 * @returns its exit code
 */
export async function runInTerminal(
  container: Container,
  process: ProcessOptions,
  { output, stdin }: Terminal,
): Promise<number> {
  const onResize = () => started?.resize(sizeOf(output));
  let started: Awaited<ReturnType<Container['start']>> | undefined;
  stdin.setRawMode(true);
  output.on('resize', onResize);
  try {
    started = await container.start({
      ...process,
      env: withTerm(process.env),
      terminal: sizeOf(output),
      stdin,
      stdout: output,
    });
    return await started.exit;
  } finally {
    output.off('resize', onResize);
    stdin.setRawMode(false);
    stdin.pause();
  }
}

const sizeOf = ({ columns, rows }: NodeJS.WriteStream): TerminalSize => ({ columns, rows });

/** Programs draw for the terminal that is there. */
function withTerm(env: readonly string[] = []): readonly string[] {
  const { TERM } = process.env;
  return TERM && !env.some((one) => one.startsWith('TERM=')) ? [...env, `TERM=${TERM}`] : env;
}
