import { BuildError } from '../errors';

/** One paragraph of a control file: field values by lower-cased field name. */
export type Stanza = ReadonlyMap<string, string>;

const FIELD = /^([!-9;-~]+):(.*)$/;

/**
 * Reads the paragraphs of a control file (`deb822`): a Release, a Packages index, a `.sources` file.
 *
 * A folded value keeps its lines, each without the one leading blank, joined by `\n`. Lines that
 * start with `#` are comments.
 *
 * @throws BuildError `E_DEBIAN_CONTROL` for a line that is neither field, continuation nor comment,
 * and for a field given twice
 * @see Debian Policy 5.1
 */
export function parseStanzas(text: string): Stanza[] {
  const stanzas: Stanza[] = [];
  let fields = new Map<string, string>();
  let current: string | undefined;
  let lineNumber = 0;
  for (const rawLine of text.split('\n')) {
    lineNumber += 1;
    const line = rawLine.trimEnd();
    if (rawLine.startsWith('#')) continue;
    if (line === '') {
      if (fields.size > 0) stanzas.push(fields);
      fields = new Map();
      current = undefined;
      continue;
    }
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (current === undefined)
        throw malformed(line, lineNumber, 'a field before its continuation');
      fields.set(current, `${fields.get(current) ?? ''}\n${line.slice(1)}`);
      continue;
    }
    const match = FIELD.exec(line);
    if (match?.[1] === undefined || match[1].startsWith('-')) {
      throw malformed(line, lineNumber, '"Field: value"');
    }
    current = match[1].toLowerCase();
    if (fields.has(current)) throw malformed(line, lineNumber, `one field "${match[1]}"`);
    fields.set(current, (match[2] ?? '').trim());
  }
  if (fields.size > 0) stanzas.push(fields);
  return stanzas;
}

/** Reads a control file that has exactly one paragraph. */
export function parseStanza(text: string): Stanza {
  const [stanza, second] = parseStanzas(text);
  if (stanza === undefined || second !== undefined) {
    throw new BuildError('E_DEBIAN_CONTROL', 'control file does not have exactly one paragraph', {
      got: stanza === undefined ? 'no paragraph' : 'several paragraphs',
      expected: 'one paragraph',
    });
  }
  return stanza;
}

function malformed(line: string, lineNumber: number, expected: string): BuildError {
  return new BuildError('E_DEBIAN_CONTROL', `control file: line ${lineNumber} is malformed`, {
    got: JSON.stringify(line.slice(0, 120)),
    expected,
  });
}
