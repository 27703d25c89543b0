import { escapeCharacter } from './element-glob';

/**
 * Go's expression as one of JavaScript, as far as patterns come to have: characters, sets, escapes,
 * and what `patterns.ts` makes of wildcards. Groups and repetitions stand nowhere else, for their
 * characters are escaped.
 *
 * @throws SyntaxError for what Go's `regexp` refuses
 * @see https://pkg.go.dev/regexp/syntax
 */
export function fromGoExpression(source: string): RegExp {
  return new RegExp(new Translator(source).all(), 'u');
}

const PERL: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\0-\\x7f',
  blank: '\\t ',
  cntrl: '\\0-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const WORD = '[0-9A-Za-z_]';
const BOUNDARY = `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`;
/** Go repeats nothing more often. */
const MAX_COUNT = 1000;

class Translator {
  private rest: string;

  constructor(source: string) {
    this.rest = source;
  }

  all(): string {
    let out = '';
    // What a repetition can stand behind; none of these is repeated twice.
    let isAtom = false;
    while (this.rest !== '') {
      if (this.take('|')) {
        out += '|';
        isAtom = false;
        continue;
      }
      const count = this.repetition();
      if (count !== undefined) {
        if (!isAtom) throw refused('a repetition of nothing');
        out += count;
        isAtom = false;
        continue;
      }
      const [atom, isRepeated] = this.atom();
      out += atom;
      isAtom = !isRepeated;
    }
    return out;
  }

  /** `{2,5}`; braces around anything else are two characters. */
  private repetition(): string | undefined {
    const [found, low, comma, high] =
      /^\{(0|[1-9]\d*)(,)?((?:0|[1-9]\d*)?)\}/.exec(this.rest) ?? [];
    if (found === undefined || (comma === undefined && high !== '')) return undefined;
    const min = Number(low);
    const max = comma === undefined || high === '' ? min : Number(high);
    if (min > MAX_COUNT || max > MAX_COUNT || min > max) throw refused('a repetition too large');
    this.rest = this.rest.slice(found.length);
    return found;
  }

  /** What is matched once, and whether it is repeated already. */
  private atom(): readonly [string, boolean] {
    if (this.take('(.*/)?')) return ['(?:[^\\n]*\\/)?', true];
    if (this.take('.*')) return ['[^\\n]*', true];
    if (this.rest[0] === '[') {
      const set = this.set();
      return this.take('*') ? [`${set}*`, true] : [set, false];
    }
    if (this.take('\\Q')) return [this.quoted(), false];
    return [this.single(), false];
  }

  private single(): string {
    if (this.take('^') || this.take('\\A')) return '(?:^)';
    if (this.take('$') || this.take('\\z')) return '(?:$)';
    if (this.take('\\b')) return `(?:${BOUNDARY})`;
    if (this.take('\\B')) return `(?:(?!${BOUNDARY}))`;
    if (this.rest[0] !== '\\') return escapeCharacter(this.character());
    const classes = this.classes();
    return classes === undefined ? escapeCharacter(this.escaped()) : wrap(classes);
  }

  private quoted(): string {
    const end = this.rest.indexOf('\\E');
    const text = end < 0 ? this.rest : this.rest.slice(0, end);
    this.rest = end < 0 ? '' : this.rest.slice(end + 2);
    return [...text].map(escapeCharacter).join('');
  }

  private set(): string {
    this.take('[');
    const isNegated = this.take('^');
    const parts: string[] = [];
    for (let isFirst = true; isFirst || this.rest[0] !== ']'; isFirst = false) {
      parts.push(this.posix() ?? this.classes() ?? this.range());
    }
    this.take(']');
    const any = parts.map(wrap).join('|');
    return isNegated ? `(?:(?!${any})[^])` : `(?:${any})`;
  }

  private range(): string {
    const low = this.inSet();
    let high = low;
    if (this.rest[0] === '-' && this.rest.length > 1 && this.rest[1] !== ']') {
      this.take('-');
      high = this.inSet();
    }
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) throw refused('a range backwards');
    return `${escapeCharacter(low)}-${escapeCharacter(high)}`;
  }

  private inSet(): string {
    if (this.rest === '') throw refused('a set that does not end');
    return this.rest[0] === '\\' ? this.escaped() : this.character();
  }

  /** `[:alpha:]` within a set. */
  private posix(): string | undefined {
    if (!this.rest.startsWith('[:')) return undefined;
    const end = this.rest.indexOf(':]', 2);
    if (end < 0) return undefined;
    const name = this.rest.slice(2, end);
    const isNegated = name.startsWith('^');
    const key = isNegated ? name.slice(1) : name;
    const ranges = Object.hasOwn(POSIX, key) ? POSIX[key] : undefined;
    if (ranges === undefined) throw refused('a class without a name');
    this.rest = this.rest.slice(end + 2);
    return `${isNegated ? '^' : ''}${ranges}`;
  }

  /** `\d`, `\PL`: what stands between the brackets of a set; undefined for another escape. */
  private classes(): string | undefined {
    const perl = /^\\([dswDSW])/.exec(this.rest)?.[1];
    if (perl !== undefined) {
      this.rest = this.rest.slice(2);
      const name = perl.toLowerCase();
      return `${perl === name ? '' : '^'}${PERL[name]}`;
    }
    const [found, sign, short, long] = /^\\([pP])(?:\{([^}]*)\}|(.?))/su.exec(this.rest) ?? [];
    if (found === undefined) return undefined;
    this.rest = this.rest.slice(found.length);
    const [, inverse = '', name = ''] = /^(\^?)(.*)$/s.exec(short ?? long ?? '') ?? [];
    const isNegated = (sign === 'P') !== (inverse === '^');
    return `${isNegated ? '^' : ''}${unicodeClass(name)}`;
  }

  private escaped(): string {
    this.take('\\');
    if (this.rest === '') throw refused('an escape of nothing');
    const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(this.rest)?.[0];
    if (octal !== undefined) {
      this.rest = this.rest.slice(octal.length);
      return String.fromCodePoint(Number.parseInt(octal, 8));
    }
    const [found = '', hex, braced] =
      /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/.exec(this.rest) ?? [];
    if (found !== '') {
      const code = Number.parseInt(hex ?? braced ?? '', 16);
      if (code > 0x10ffff) throw refused('an escape of no character');
      this.rest = this.rest.slice(found.length);
      return String.fromCodePoint(code);
    }
    const character = this.character();
    const control = CONTROL[character];
    if (control !== undefined) return control;
    if (character > '\x7f' || /[0-9A-Za-z]/.test(character)) throw refused('an escape of no use');
    return character;
  }

  private character(): string {
    const [character = ''] = this.rest;
    this.rest = this.rest.slice(character.length);
    return character;
  }

  private take(text: string): boolean {
    if (!this.rest.startsWith(text)) return false;
    this.rest = this.rest.slice(text.length);
    return true;
  }
}

/** A category or a script, as it stands in a set. */
function unicodeClass(name: string): string {
  if (name === 'Any') return '\\0-\\u{10ffff}';
  // Go leaves out what is not assigned.
  if (name === 'C') return '\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}';
  const category = /^[A-Z][a-z]?$/.test(name) ? `\\p{${name}}` : `\\p{Script=${name}}`;
  try {
    new RegExp(category, 'u');
  } catch {
    throw refused('a class without a name');
  }
  return category;
}

const wrap = (ranges: string): string => `[${ranges}]`;
const refused = (what: string) => new SyntaxError(`${what} in a pattern`);
