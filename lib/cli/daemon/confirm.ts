import { createInterface } from 'node:readline/promises';
import type { CommandContext } from '../context';

/**
 * Asks on stderr, and reads a line of stdin: whether it is `y` or `yes`. Undefined where there is no
 * line, as in CI.
 */
export async function confirm(
  question: string,
  input: NodeJS.ReadStream,
  { signal, stderr }: Pick<CommandContext, 'signal' | 'stderr'>,
): Promise<boolean | undefined> {
  const lines = createInterface({ input });
  const atEnd = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  stderr.write(`${question} [y/N] `);
  try {
    const answer = await Promise.race([
      new Promise<string>((resolve) => lines.once('line', resolve)),
      atEnd,
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    ]);
    return answer === undefined ? undefined : /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
    if (input.isTTY !== true) stderr.write('\n'); // nobody saw the answer, or the end
  }
}
