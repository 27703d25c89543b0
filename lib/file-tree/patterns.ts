import { cleanPath } from '../llb/vertex/go-path';
import { FileTreeError } from './error';

// Include and exclude patterns as BuildKit's local sources have them: the rules of .dockerignore.
// "*" and "?" stay within a path element, "**" spans any number of them, "[...]" is a set, "\"
// escapes, and a leading "!" takes back what earlier patterns matched.

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

  /** @throws FileTreeError for a pattern with an unclosed set or a dangling escape */
  constructor(patterns: readonly string[]) {
    this.patterns = patterns.flatMap((pattern) => {
      const trimmed = pattern.trim();
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
  if (text === '') throw badPattern(source);
  return { text, isException, matches: compilePattern(text, source) };
}

const badPattern = (pattern: string) =>
  new FileTreeError('pattern', `pattern "${pattern}" cannot be read`);

/** Most patterns are plain paths or whole folders, which need no regular expression. */
function compilePattern(text: string, source: string): (path: string) => boolean {
  if (!/[*?[\]\\^]/.test(text)) return (path) => path === text;
  const [, folder] = /^([^*?[\]\\^]+\/)\*\*$/.exec(text) ?? [];
  if (folder !== undefined) return (path) => path.startsWith(folder);
  const [, suffix] = /^\*\*([^*?[\]\\]*)$/.exec(text) ?? [];
  if (suffix !== undefined) {
    return (path) => path.endsWith(suffix) || (suffix[0] === '/' && path === suffix.slice(1));
  }
  const expression = toRegExp(text, source);
  return (path) => expression.test(path);
}

function toRegExp(text: string, source: string): RegExp {
  let out = '^';
  let rest = text;
  const take = (length: number): string => {
    const taken = rest.slice(0, length);
    rest = rest.slice(length);
    return taken;
  };
  while (rest !== '') {
    if (rest.startsWith('**')) {
      take(rest.startsWith('**/') ? 3 : 2);
      out += rest === '' ? '.*' : '(?:.*/)?';
    } else if (rest.startsWith('[')) {
      const end = closingBracket(rest);
      if (end < 0) throw badPattern(source);
      out += toCharacterSet(take(end + 1));
    } else if (rest.startsWith('\\')) {
      take(1);
      if (rest === '') throw badPattern(source);
      out += escapeForRegExp(take(codePointLength(rest)));
    } else if (rest.startsWith('*')) {
      take(1);
      out += '[^/]*';
    } else if (rest.startsWith('?')) {
      take(1);
      out += '[^/]';
    } else {
      out += escapeForRegExp(take(codePointLength(rest)));
    }
  }
  try {
    return new RegExp(`${out}$`, 'su');
  } catch {
    throw badPattern(source);
  }
}

/** Where a set ends; -1 for none, and for an empty one, in which "]" would have to be escaped. */
function closingBracket(text: string): number {
  const start = text[1] === '^' ? 2 : 1;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ']') return index > start ? index : -1;
  }
  return -1;
}

/** `[a-z]` or `[^a-z]`; within, only "-" and a leading "^" mean something. */
function toCharacterSet(set: string): string {
  const isNegated = set.startsWith('[^');
  const inner = set.slice(isNegated ? 2 : 1, -1);
  const escaped = inner.replace(/\\(.)|([[\]^])/gsu, (_, after?: string, plain?: string) =>
    /[\\\]^[-]/.test(after ?? plain ?? '') ? `\\${after ?? plain}` : (after ?? ''),
  );
  return `[${isNegated ? '^' : ''}${escaped}]`;
}

const escapeForRegExp = (character: string) => character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
const codePointLength = (text: string) => ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);

/** A test for one path element, as `path.Match` of Go has it: no "**". */
export function compileElement(glob: string): (name: string) => boolean {
  return compilePattern(glob.replace(/\*{2,}/g, '*'), glob);
}

/** True when text may stand for more than one name. */
export const hasWildcard = (text: string): boolean => /(?:^|[^\\])(?:\\\\)*[*?[]/.test(text);
