import { type DataValue, type PlainValue, plainValue } from './data-value';

/** A table of TOML: values by their names, at any depth, without null. */
export type TomlTable = { readonly [name: string]: DataValue | undefined };

type PlainTable = ReadonlyMap<string, PlainValue>;

/**
 * A table as TOML.
 *
 * @throws TypeError for what TOML does not have, as null
 * @see TOML 1.0.0
 */
export function formatToml(table: unknown): string {
  const plain = plainValue(table);
  if (!isTable(plain)) throw new TypeError('the value is no table');
  return body(plain, []).join('\n').replace(/^\n/, '').replace(/(.)$/, '$1\n');
}

function body(table: PlainTable, path: readonly string[]): string[] {
  const lines: string[] = [];
  const tables: string[] = [];
  for (const [name, value] of table) {
    const inner = [...path, key(name)];
    if (isTable(value)) {
      tables.push('', `[${inner.join('.')}]`, ...body(value, inner));
    } else if (isTables(value)) {
      for (const one of value) tables.push('', `[[${inner.join('.')}]]`, ...body(one, inner));
    } else {
      lines.push(`${key(name)} = ${inline(value, name)}`);
    }
  }
  return [...lines, ...tables];
}

function isTable(value: PlainValue): value is PlainTable {
  return value instanceof Map;
}

function isTables(value: PlainValue): value is readonly PlainTable[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable);
}

function inline(value: PlainValue, place: string): string {
  if (value === null) throw new TypeError(`${place} is null, which TOML does not have`);
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, place)).join(', ')}]`;
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => `${key(name)} = ${inline(member, name)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' ? quoted(value) : number(value);
}

function number(value: unknown): string {
  // A whole number beyond what is exact is a float, since integers of TOML have 64 bits.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(`${value}`)
    ? `${value}.0`
    : `${value}`;
}

function key(name: string): string {
  return /^[\w-]+$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/\x7f/g, '\\u007f');
}
