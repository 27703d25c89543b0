/**
 * A value as Go's `json.MarshalIndent` writes it, with two spaces: fields of structures as they come,
 * those of the map `annotations` sorted.
 */
export function goJson(value: unknown, indent = '', isMap = false): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + goJson(item, inner));
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return goText(value);
  const names = isMap ? Object.keys(value).sort(byBytes) : Object.keys(value);
  const fields = names.map(
    (name) => `${inner}${goText(name)}: ${goJson(value[name], inner, name === 'annotations')}`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * A value as Go's `json.Marshal` writes it. Go escapes what could end a script of a page, and JSON's two
 * separators of lines.
 */
export const goText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
