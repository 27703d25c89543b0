import { BuildError } from '../../errors';

/** A block of a yarn.lock: texts, and blocks within. */
export type ClassicFields = ReadonlyMap<string, string | ReadonlyMap<string, string>>;

/**
 * Reads the text of a yarn.lock of yarn 1: blocks by their heads, each head a list of what is asked for.
 *
 * @returns fields of blocks, by their heads as they are written, without quotes: `a@^1.0.0, a@^1.2.0`
 * @throws BuildError `E_NPM_LOCK`
 * @see yarn 1, docs: yarn.lock
 */
export function parseClassicText(text: string): ReadonlyMap<string, ClassicFields> {
  const blocks = new Map<string, ClassicFields>();
  let block: Map<string, string | Map<string, string>> | undefined;
  let inner: Map<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    const words = wordsOf(trimmed);
    const isHead = trimmed.endsWith(':');
    const wrong = (): BuildError => wrongLine(index + 1, line);
    if (words === undefined) throw wrong();
    if (depth === 0 && isHead) {
      block = new Map();
      inner = undefined;
      blocks.set(words.join(', '), block);
      continue;
    }
    const [name = '', value] = words;
    if (depth === 2 && isHead && words.length === 1 && block !== undefined) {
      inner = new Map();
      block.set(name, inner);
    } else if (depth === 2 && words.length === 2 && value !== undefined && block !== undefined) {
      inner = undefined;
      block.set(name, value);
    } else if (depth === 4 && words.length === 2 && value !== undefined && inner !== undefined) {
      inner.set(name, value);
    } else throw wrong();
  }
  return blocks;
}

/** Words of a line, quoted or not, with blanks or commas between them; undefined for what has another form. */
function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.replace(/:$/, '');
  while (rest !== '') {
    const [all, quoted, bare] =
      /^(?:("(?:[^"\\]|\\.)*")|([^\s",][^\s,]*))(?:,?\s+|$)/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const word = quoted === undefined ? bare : unquoted(quoted);
    if (word === undefined) return undefined;
    words.push(word);
    rest = rest.slice(all.length);
  }
  return words;
}

function unquoted(text: string): string | undefined {
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function wrongLine(number: number, line: string): BuildError {
  return new BuildError('E_NPM_LOCK', `yarn.lock, line ${number}, cannot be read`, {
    got: JSON.stringify(line.slice(0, 200)),
    expected: 'a file as yarn writes it',
    fix: 'run "yarn install", and commit the file: conflicts of a merge are not to be in it',
  });
}
