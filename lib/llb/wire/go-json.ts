const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes
const ESCAPED = /["\\<>&\u0000-\u001f\u2028\u2029]/g;

/**
 * A string as Go's `encoding/json` writes it: `<`, `>`, `&` and the two line separators are escaped
 * too, unlike `JSON.stringify`.
 *
 * The attributes of a local source hold such text, so its escapes are part of an op's digest.
 */
export function goJsonString(text: string): string {
  const escaped = text.replace(
    ESCAPED,
    (unit) => SHORT_ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** A list of strings as Go's `encoding/json` writes it, without spaces. */
export function goJsonStrings(texts: readonly string[]): string {
  return `[${texts.map(goJsonString).join(',')}]`;
}
