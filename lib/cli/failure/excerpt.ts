import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourceLocation } from '../../errors';

/** Lines shown before and after the one that is meant. */
const CONTEXT_LINES = 2;

/** A source file larger than this was not written by hand: no excerpt. */
const MAX_SOURCE_BYTES = 1_000_000;

/** An assembly from elsewhere names what it likes: no other file is shown. */
const SOURCE_FILE = /\.[cm]?[jt]sx?$/;

/**
 * The lines around a place in the user's source, the one that is meant marked with `>>>`.
 * Empty when the file cannot be read (an assembly may be built where the sources are not).
 *
 * @param folder folder that `source.file` is relative to
 */
export function sourceExcerpt(folder: string, source: SourceLocation): string[] {
  const lines = readLines(resolve(folder, source.file));
  if (lines[source.line - 1] === undefined) return [];
  const from = Math.max(1, source.line - CONTEXT_LINES);
  const to = Math.min(lines.length, source.line + CONTEXT_LINES);
  const digits = String(to).length;
  const excerpt: string[] = [];
  for (let number = from; number <= to; number++) {
    const mark = number === source.line ? '>>>' : '   ';
    const text = (lines[number - 1] ?? '').replaceAll('\t', '  ');
    excerpt.push(`${mark} ${String(number).padStart(digits)} | ${text}`.trimEnd());
  }
  return excerpt;
}

function readLines(file: string): string[] {
  try {
    const stat = statSync(file);
    if (!SOURCE_FILE.test(file) || !stat.isFile() || stat.size > MAX_SOURCE_BYTES) return [];
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch {
    return [];
  }
}
