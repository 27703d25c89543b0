import { optionError } from '../vertex/option-check';

/**
 * Splits a command line into words: quotes and backslashes as in a shell, `#` starts a comment,
 * nothing is expanded.
 *
 * Between double quotes a backslash takes any next character as it is.
 *
 * @throws {BuildError} `E_LLB_OPTION` for a quote or an escape that does not end
 * @see https://github.com/google/shlex, which BuildKit's `Shlex` uses
 */
export function shlex(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const characters = [...line];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (quote !== "'" && character === '\\') {
      const next = characters[++index];
      if (next === undefined) throw unfinished(line, 'a backslash at its end');
      word = (word ?? '') + next;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '#' && word === undefined) {
      while (index + 1 < characters.length && characters[index] !== '\n') index++;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== '') throw unfinished(line, `a ${quote} that is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}

function unfinished(line: string, got: string): Error {
  return optionError('args', `${got} in ${JSON.stringify(line)}`, 'a command line that is whole');
}
