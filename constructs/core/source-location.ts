import type { SourceLocation } from '../../lib/errors';
import { firstUserFrame } from '../../lib/package';

/** The user's line that is on the stack now. */
export function callerLocation(): SourceLocation | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return firstUserFrame(stack);
}
