import { dirname, relative, sep } from 'node:path';
import type { SourceLocation } from '../lib/errors';

const PACKAGE_FOLDER = dirname(__dirname) + sep;
const FRAME = /(?:\(|at (?:async )?)(?:file:\/\/)?(\/[^()]+|[A-Za-z]:\\[^()]+):(\d+):(\d+)\)?$/;

/**
 * The user's line that is on the stack: the first frame outside this package, Node and
 * `node_modules`. The file is relative to the working folder, so it is the same on each machine.
 */
export function callerLocation(): SourceLocation | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n').slice(1)) {
    const [, file, row, column] = FRAME.exec(line.trim()) ?? [];
    if (file !== undefined && isUserFile(file)) {
      return { file: portable(file), line: Number(row), column: Number(column) };
    }
  }
  return undefined;
}

// Examples and tests lie inside the package's folder, and are users all the same.
function isUserFile(file: string): boolean {
  if (file.includes(`${sep}node_modules${sep}`)) return false;
  if (!file.startsWith(PACKAGE_FOLDER)) return true;
  return !/^(lib|constructs|dist)$/.test(file.slice(PACKAGE_FOLDER.length).split(sep)[0] ?? '');
}

function portable(file: string): string {
  return relative(process.cwd(), file).split(sep).join('/');
}
