/**
 * Compiles a pattern of the shell, as apt has it in pins: `*` and `?` stand for any text and any
 * character, `[a-c]` and `[!a-c]` for one of a set, `\` takes away the meaning of what follows it.
 *
 * @see fnmatch(3), without flags
 */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(TOKEN, (token, negation?: string, members?: string) => {
    if (members !== undefined) {
      return `[${negation === '' ? '' : '^'}${members.replace(/[\\\]^[]/g, '\\$&')}]`;
    }
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.slice(-1).replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

/** A set, a character that has lost its meaning, or any other. */
const TOKEN = /\[(!?)(\]?[^\]]+)\]|\\.|[\s\S]/g;

/** True for a text with more than one meaning. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}
