// Names of files are bytes. What of them is no UTF-8 stands in texts as lone surrogates, one for each
// byte, so that a path is one text whatever is in it, and its bytes come back.

const ESCAPED = /[\udc80-\udcff]/u;
const FIRST_ESCAPE = 0xdc00;
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a name or a path. */
export function decodePath(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; ) {
      const length = characterAt(bytes, at);
      text +=
        length === 0
          ? String.fromCharCode(FIRST_ESCAPE + (bytes[at] ?? 0))
          : STRICT.decode(bytes.subarray(at, at + length));
      at += Math.max(1, length);
    }
    return text;
  }
}

/** Bytes of the character that begins at a place; 0 for none. */
function characterAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  try {
    STRICT.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

/** What Node takes for a path: the text, or its bytes where these are no UTF-8. */
export function encodePath(path: string): string | Buffer {
  if (!ESCAPED.test(path)) return path;
  const parts = [...path].map((character) =>
    ESCAPED.test(character)
      ? Buffer.from([character.charCodeAt(0) - FIRST_ESCAPE])
      : Buffer.from(character),
  );
  return Buffer.concat(parts);
}
