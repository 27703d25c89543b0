import { displayWidth, padEnd } from './display-width';
import { wrapText } from './wrap';

/** Narrower than this, every label stands on a line of its own. */
const MIN_TEXT_WIDTH = 24;

/** Spaces before a text whose label stands on a line of its own in a narrow terminal. */
const NARROW_INDENT = 6;

/**
 * Lines of two columns, labels and texts, two spaces from the left; a text that does not fit goes on
 * below itself. A label too long for its column stands on a line of its own.
 *
 * @param labelWidth columns from one text column to the other
 * @param width columns in all
 */
export function labelledRows(
  entries: readonly (readonly [label: string, text: string])[],
  labelWidth: number,
  width: number,
): string[] {
  const isNarrow = width - labelWidth - 2 < MIN_TEXT_WIDTH;
  const indent = isNarrow ? NARROW_INDENT : labelWidth + 2;
  return entries.flatMap(([label, text]) => {
    const lines = indentedText(text, indent, width);
    if (isNarrow || displayWidth(label) > labelWidth - 2) return [`  ${label}`, ...lines];
    const [first = '', ...rest] = lines;
    return [`  ${padEnd(label, labelWidth)}${first.slice(indent)}`, ...rest];
  });
}

/** Lines of a text that begins `indent` columns from the left and ends at `width`. */
export function indentedText(text: string, indent: number, width: number): string[] {
  return wrapText(text, width - indent).map((line) => ' '.repeat(indent) + line);
}
