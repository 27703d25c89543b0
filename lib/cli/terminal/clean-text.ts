// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what is looked for
/**
 * Escape sequences: CSI, OSC and other strings up to their end, two-character ones, and the character
 * alone. In one pass: what is left when one is taken out may look like another.
 */
const ESCAPES =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b/g;
const COLOR = /^\x1b\[[0-9;:]*m$/;
const CONTROLS = /[\x00-\x08\x0a-\x1a\x1c-\x1f\x7f-\x9f]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: they are what is looked for

/**
 * One line of a program's output as it may be shown: nothing in it can move the cursor, set a title
 * or ring. Of a line that was overwritten by carriage returns, as progress bars do, the last state
 * stays.
 */
export function cleanLine(line: string, { keepColor }: { keepColor: boolean }): string {
  const overwritten = line.replace(/\r+$/, '');
  const last = overwritten.slice(overwritten.lastIndexOf('\r') + 1);
  return last
    .replace(ESCAPES, (sequence) => (keepColor && COLOR.test(sequence) ? sequence : ''))
    .replace(CONTROLS, '')
    .replaceAll('\t', '    ');
}

/** A text of a daemon or a frontend as one plain line, without credentials. */
export function plainLine(text: string): string {
  const line = text.trim().replace(/\s*[\r\n]+\s*/g, ' ');
  return redactCredentials(cleanLine(line, { keepColor: false }));
}

/** The text without the credentials of any URL in it: `https://me:secret@host` loses `me:secret@`. */
export function redactCredentials(text: string): string {
  return text.includes('@') ? text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, '$1') : text;
}
