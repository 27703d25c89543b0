import { cleanPath } from '../llb/vertex/go-path';
import { compileElement } from './element-glob';
import { FileTreeError } from './error';
import { fromGoExpression } from './go-expression';

// Include and exclude patterns as BuildKit's local sources have them: the rules of .dockerignore.
// "*" and "?" stay within a path element, "**" spans any number of them, "[...]" is a set, "\"
// escapes, and a leading "!" takes back what earlier patterns matched. What Go's matcher makes of
// stranger patterns is what daemons and other clients make of them, so it is kept: that a pattern
// is refused, that "\d" is a digit, that "**" spans no line break.

/** One pattern. */
export interface Pattern {
  /** Cleaned, without the "!". */
  readonly text: string;
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
}

/** For each pattern of a matcher, whether it matched a folder or one of its parents. */
export type MatchState = readonly boolean[];

/** A list of patterns that decides about paths together; the last one that applies wins. */
export class PatternMatcher {
  readonly patterns: readonly Pattern[];
  readonly hasExceptions: boolean;

  /** @throws FileTreeError for a pattern with an unclosed set or a dangling escape, and
   *   when a name is held to it for what is no expression of Go either */
  constructor(patterns: readonly string[]) {
    this.patterns = patterns.flatMap((pattern) => {
      const trimmed = trimSpace(pattern);
      return trimmed === '' ? [] : [parsePattern(trimmed)];
    });
    this.hasExceptions = this.patterns.some(({ isException }) => isException);
  }

  /**
   * Whether `path` is matched, given the state of its parent folder; a match of the parent is one of
   * the child. The state returned is for the children of `path`.
   */
  match(
    path: string,
    parent?: MatchState,
  ): { readonly matched: boolean; readonly state: MatchState } {
    let matched = false;
    const state = this.patterns.map((pattern, index) => {
      let applies = parent?.[index] ?? false;
      if (!applies) {
        // An exception can only take something back, any other pattern only add something.
        if (pattern.isException !== matched) return false;
        applies = pattern.matches(path);
      }
      if (applies) matched = !pattern.isException;
      return applies;
    });
    return { matched, state };
  }
}

function parsePattern(source: string): Pattern {
  const cleaned = cleanPath(source);
  const isException = cleaned.startsWith('!');
  const text = isException ? cleaned.slice(1) : cleaned;
  if (text === '' || compileElement(text)('.') === undefined) throw badPattern(source);
  return { text, isException, matches: compilePattern(text, source) };
}

const badPattern = (pattern: string) =>
  new FileTreeError('pattern', `pattern "${pattern}" cannot be read`);

/** As Go's `strings.TrimSpace`. */
function trimSpace(text: string): string {
  return text.replace(/^[\t-\r \x85\p{Z}]+|[\t-\r \x85\p{Z}]+$/gu, '');
}

/** Most patterns are plain paths or whole folders, which need no expression. */
function compilePattern(text: string, source: string): (path: string) => boolean {
  const { expression, kind } = translate(text);
  if (kind === 'exact') return (path) => path === text;
  if (kind === 'prefix') {
    const prefix = text.slice(0, -2);
    return (path) => path.startsWith(prefix);
  }
  if (kind === 'suffix') {
    const suffix = text.slice(2);
    return (path) => path.endsWith(suffix) || (suffix[0] === '/' && path === suffix.slice(1));
  }
  // Only when it is needed: what is no expression matters no earlier to Go.
  let compiled: RegExp | undefined;
  return (path) => {
    compiled ??= compile(expression, source);
    return compiled.test(path);
  };
}

function compile(expression: string, source: string): RegExp {
  try {
    return fromGoExpression(`^${expression}$`);
  } catch {
    throw badPattern(source);
  }
}

interface Translated {
  /** How names are compared: as text, or by the expression. */
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'expression';
  /** In Go's syntax. */
  readonly expression: string;
}

/** Wildcards become expressions wherever they stand, in a set too, and the rest stays as it is. */
function translate(text: string): Translated {
  let kind: Translated['kind'] = 'exact';
  let expression = '';
  // A mark of the byte order is passed over where it comes first.
  const characters = [...text.replace(/^\ufeff/, '')];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      const isFirst = at === 0;
      at += characters[at + 2] === '/' ? 2 : 1;
      const isLast = at === characters.length - 1;
      const isPrefix: boolean = isLast && kind === 'exact';
      if (!isPrefix) expression += isLast ? '.*' : '(.*/)?';
      kind = isFirst ? 'suffix' : isPrefix ? 'prefix' : 'expression';
    } else if (character === '*' || character === '?') {
      expression += character === '*' ? '[^/]*' : '[^/]';
      kind = 'expression';
    } else if (character === '\\') {
      at++;
      expression += `\\${characters[at] ?? ''}`;
      kind = 'expression';
    } else if (character === '[' || character === ']') {
      expression += character;
      kind = 'expression';
    } else {
      // Braces and bars are left as they are, and mean what they mean in expressions.
      expression += /[.+()$]/.test(character) ? `\\${character}` : character;
    }
  }
  return { kind, expression };
}
