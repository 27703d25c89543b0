import type { SourceLocation } from '../../lib/errors';
import { firstUserFrame } from '../../lib/package';

/**
 * The user's line that is on the stack now.
 *
 * @param made what is being made: the lines of its own constructors, where a class of the user's
 *   calls `super()`, are not what made it
 */
export function callerLocation(made?: object): SourceLocation | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  const classes = made === undefined ? new Set<string>() : classNames(made);
  const frames = stack.split('\n').filter((line) => !classes.has(constructorOf(line)));
  return firstUserFrame(frames.join('\n')) ?? firstUserFrame(stack);
}

/** Names of the classes that an object is of. */
function classNames(made: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: object | null = Object.getPrototypeOf(made); at !== null; ) {
    names.add(at.constructor.name);
    at = Object.getPrototypeOf(at);
  }
  return names;
}

/** `Note` of the frame `at new Note (app.ts:3:5)`; of another frame nothing. */
function constructorOf(frame: string): string {
  return /^\s*at new (?:.*\.)?([\w$]+) \(/.exec(frame)?.[1] ?? '';
}
