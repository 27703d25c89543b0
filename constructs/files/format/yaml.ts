import { type PlainValue, plainValue } from './data-value';

/**
 * A value as YAML in block style, a subset that readers of 1.1 and 1.2 agree on.
 *
 * @throws TypeError for what JSON does not have
 * @see YAML 1.2.2, chapters 7 and 8
 */
export function formatYaml(value: unknown): string {
  const plain = plainValue(value);
  return isBlock(plain) ? `${block(plain, '').join('\n')}\n` : `${scalar(plain)}\n`;
}

/** Characters of a name, as it is written, that YAML reads without a mark before it. */
const MAX_KEY = 1024;

type Block = readonly PlainValue[] | ReadonlyMap<string, PlainValue>;

/** A list or a mapping that has entries; an empty one is written in a line. */
function isBlock(value: PlainValue): value is Block {
  return value instanceof Map ? value.size > 0 : Array.isArray(value) && value.length > 0;
}

function block(value: Block, indent: string): string[] {
  const inner = `${indent}  `;
  if (!(value instanceof Map)) {
    return [...value.values()].flatMap((item) => {
      if (typeof item === 'object' && item !== null && isBlock(item)) {
        const [first = '', ...rest] = block(item, inner);
        return [`${indent}- ${first.slice(inner.length)}`, ...rest];
      }
      return [`${indent}- ${scalar(item)}`];
    });
  }
  return [...value].flatMap(([name, member]) => {
    const key = scalar(name);
    if (key.length > MAX_KEY) throw new TypeError(`a name has ${name.length} characters`);
    return isBlock(member)
      ? [`${indent}${key}:`, ...block(member, inner)]
      : [`${indent}${key}: ${scalar(member)}`];
  });
}

// Words of YAML 1.1 and 1.2 that mean something else than their letters.
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;
const BARE = /^[A-Za-z_/][\w./-]*(?: [\w./-]+)*$/;

function scalar(value: PlainValue): string {
  if (Array.isArray(value)) return '[]';
  if (value instanceof Map) return '{}';
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string') return `${value}`;
  if (BARE.test(value) && !WORDS.test(value)) return value;
  // JSON's quotes are YAML's, but for what YAML does not let stand in them.
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// YAML 1.1 knows an exponent only behind a fraction.
function number(value: number): string {
  return JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e');
}
