import { displayWidth } from './display-width';

/**
 * A word, with the spaces before it. What stands in quotes is one word, as it may be a command; a
 * longer quotation is prose.
 */
const WORD = /(\s*)((?:(?<![^\s([{=,])"(?!\s)[^"]{1,80}(?<!\s)"|\S)+)/g;

/**
 * Text in lines of at most `width` columns, broken at spaces outside of quotes. A word that is longer
 * stays whole, so that a path, URL, digest or command can still be copied.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width));
}

/** Columns of the longest part of a text that {@link wrapText} does not break. */
export function widestWord(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(WORD), ([, , word = '']) => displayWidth(word)));
}

function wrapParagraph(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const [whole, , word = ''] of text.matchAll(WORD)) {
    if (line.trim() !== '' && displayWidth(line) + displayWidth(whole) > width) {
      lines.push(line);
      line = word;
    } else {
      line += whole;
    }
  }
  return [...lines, line];
}
