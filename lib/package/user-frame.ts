import { relative, sep } from 'node:path';
import type { SourceLocation } from '../errors';
import { packageFolder } from './package-folder';
import { sourceFolder } from './source-folder';

const FRAME = /(?:\(|at (?:async )?)(?:file:\/\/)?(\/[^()]+|[A-Za-z]:\\[^()]+):(\d+):(\d+)\)?$/;

/** The user's line on a stack: its first frame outside this package, Node and `node_modules`. */
export function firstUserFrame(stack: string): SourceLocation | undefined {
  for (const line of stack.split('\n')) {
    const frame = userFrame(line);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

/** The place that one line of a stack names, if it is the user's. */
export function userFrame(stackLine: string): SourceLocation | undefined {
  const [, file, row, column] = FRAME.exec(stackLine.trim()) ?? [];
  if (file === undefined || !isUserFile(file)) return undefined;
  return { file: portable(file), line: Number(row), column: Number(column) };
}

// Examples and tests lie inside the package's folder, and are users all the same.
function isUserFile(file: string): boolean {
  const own = packageFolder() + sep;
  if (file.includes(`${sep}node_modules${sep}`)) return false;
  if (!file.startsWith(own)) return true;
  return !/^(lib|constructs|dist)$/.test(file.slice(own.length).split(sep)[0] ?? '');
}

/** Relative to the app, `/` between segments: the same on each machine, wherever it is started. */
function portable(file: string): string {
  return relative(sourceFolder(), file).split(sep).join('/');
}
