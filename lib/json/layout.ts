/**
 * JSON that people read in diffs: keys sorted bytewise, one fact a line. The same content gives the
 * same bytes, whoever writes it.
 */

/** A key and the text of its value. Pairs, since an object would put keys like `2048` first. */
export type Member = readonly [key: string, text: string];

/** Values to texts, in the order of the keys' UTF-8 bytes. */
export function members<T>(
  record: Readonly<Record<string, T>>,
  format: (value: T) => string,
): Member[] {
  const sorted = Object.entries(record).sort(([a], [b]) => bytewise(a, b));
  return sorted.map(([key, value]) => [key, format(value)]);
}

/** Order of texts by their UTF-8 bytes. */
export function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * An object with a line or more for each member.
 *
 * @param indent of the line that it begins on
 */
export function block(indent: string, list: readonly Member[]): string {
  const lines = list.map(([key, text]) => `${indent}  ${JSON.stringify(key)}: ${text}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

/** A list with a line for each item. */
export function list(indent: string, items: readonly string[]): string {
  const lines = items.map((item) => `${indent}  ${JSON.stringify(item)}`);
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n${indent}]`;
}

/** An object on one line, members in the order given; one that is undefined is left out. */
export function line(value: object): string {
  const parts = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}: ${JSON.stringify(member)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
