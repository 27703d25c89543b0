// Go's filepath.Match: "*" and "?" stand for any but "/", "[...]" is a set, "\" escapes.

/** What stands between two stars. */
interface Chunk {
  readonly isAfterStar: boolean;
  /** Matches it at a place; undefined where it is malformed. */
  readonly expression: RegExp | undefined;
}

/**
 * The test that a glob for one path element means. It gives undefined where the glob turns out to be
 * malformed, which Go finds no further than it has to look.
 *
 * @see https://pkg.go.dev/path/filepath#Match
 */
export function compileElement(glob: string): (name: string) => boolean | undefined {
  const chunks = toChunks(glob);
  return (name) => {
    let at = 0;
    for (const [index, { expression, isAfterStar }] of chunks.entries()) {
      if (expression === undefined) return undefined;
      const isLast = index === chunks.length - 1;
      const end = endOfChunk(expression, name, at, isAfterStar, isLast);
      if (end === undefined) return false;
      at = end;
    }
    return at === name.length;
  };
}

function endOfChunk(
  expression: RegExp,
  name: string,
  from: number,
  isAfterStar: boolean,
  isLast: boolean,
): number | undefined {
  for (let at = from; ; ) {
    expression.lastIndex = at;
    // The first place will do, but for the last chunk, which has to reach the end.
    if (expression.test(name) && (!isLast || expression.lastIndex === name.length)) {
      return expression.lastIndex;
    }
    const [skipped = '/'] = name.slice(at);
    if (!isAfterStar || skipped === '/') return undefined;
    at += skipped.length;
  }
}

function toChunks(glob: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (let rest = glob; rest !== ''; ) {
    const [stars = ''] = /^\*+/.exec(rest) ?? [];
    rest = rest.slice(stars.length);
    const [text = ''] = /^(?:\\.|\[(?:\\.|[^\\\]])*\]?|[^*\\[]|\\)*/su.exec(rest) ?? [];
    rest = rest.slice(text.length);
    const source = toExpression(text);
    const expression = source === undefined ? undefined : new RegExp(source, 'uy');
    chunks.push({ isAfterStar: stars !== '', expression });
  }
  return chunks;
}

function toExpression(chunk: string): string | undefined {
  let out = '';
  for (let rest = chunk; rest !== ''; ) {
    const [first = ''] = rest;
    rest = rest.slice(first.length);
    if (first === '[') {
      const set = readSet(rest);
      if (set === undefined) return undefined;
      out += set.text;
      rest = set.rest;
    } else if (first === '\\') {
      const [escaped] = rest;
      if (escaped === undefined) return undefined;
      out += escapeCharacter(escaped);
      rest = rest.slice(escaped.length);
    } else out += first === '?' ? '[^/]' : escapeCharacter(first);
  }
  return out;
}

interface Read {
  readonly text: string;
  readonly rest: string;
}

/** A set, of which the "[" was read, with a range at least; one that is backwards holds nothing. */
function readSet(text: string): Read | undefined {
  const isNegated = text.startsWith('^');
  let rest = isNegated ? text.slice(1) : text;
  let ranges = '';
  for (let count = 0; count === 0 || !rest.startsWith(']'); count++) {
    const low = readInSet(rest);
    if (low === undefined) return undefined;
    const high = low.rest.startsWith('-') ? readInSet(low.rest.slice(1)) : low;
    if (high === undefined) return undefined;
    if (codeOf(low.text) <= codeOf(high.text)) {
      ranges += `${escapeCharacter(low.text)}-${escapeCharacter(high.text)}`;
    }
    rest = high.rest;
  }
  return { text: `[${isNegated ? '^' : ''}${ranges}]`, rest: rest.slice(1) };
}

function readInSet(text: string): Read | undefined {
  if (text === '' || text[0] === '-' || text[0] === ']') return undefined;
  const [character] = text[0] === '\\' ? text.slice(1) : text;
  if (character === undefined) return undefined;
  const rest = text.slice((text[0] === '\\' ? 1 : 0) + character.length);
  return rest === '' ? undefined : { text: character, rest };
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

/** A character as it stands in an expression with the flag "u", in a set and outside. */
export function escapeCharacter(character: string): string {
  return `\\u{${codeOf(character).toString(16)}}`;
}

/** True when text may stand for more than one name. */
export const hasWildcard = (text: string): boolean => /[*?[]/.test(text.replace(/\\./gsu, ''));
