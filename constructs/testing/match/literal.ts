import { isPlainObject } from '../../../lib/props/plain-object';
import { format } from './format-value';
import { MatchResult } from './match-result';
import { Matcher } from './matcher';

/** How literals of a pattern are compared: objects may have more members, or not. */
export interface LiteralMode {
  readonly isPartial: boolean;
}

/** Compares with a pattern: a matcher, or a literal that may hold matchers. */
export function testPattern(pattern: unknown, actual: unknown, mode: LiteralMode): MatchResult {
  if (Matcher.isMatcher(pattern)) return pattern.test(actual);
  if (Array.isArray(pattern)) return testArray(pattern, actual, mode);
  if (isPlainObject(pattern)) return testObject(pattern, actual, mode);
  return Object.is(pattern, actual)
    ? MatchResult.MATCH
    : MatchResult.mismatch(format(pattern), actual);
}

/** Compares each element, in order; the lengths must be equal. */
export function testArray(
  pattern: readonly unknown[],
  actual: unknown,
  mode: LiteralMode,
): MatchResult {
  if (!Array.isArray(actual)) return MatchResult.mismatch('an array', actual);
  const results = pattern.slice(0, actual.length).map((element, index) => {
    return testPattern(element, actual[index], mode).at(index);
  });
  if (pattern.length !== actual.length) {
    return MatchResult.all([MatchResult.mismatch(`just ${format(pattern)}`, actual), ...results]);
  }
  return MatchResult.all(results);
}

/** Compares each member of the pattern; where it is not partial there must be no other. */
export function testObject(
  pattern: Readonly<Record<string, unknown>>,
  actual: unknown,
  mode: LiteralMode,
): MatchResult {
  if (!isPlainObject(actual)) return MatchResult.mismatch('an object', actual);
  const results = Object.entries(pattern).map(([key, member]) => {
    const value = Object.hasOwn(actual, key) ? actual[key] : undefined;
    return testMember(key, member, value, mode).at(key);
  });
  if (mode.isPartial) return MatchResult.all(results);
  const unexpected = Object.keys(actual)
    .filter((key) => !Object.hasOwn(pattern, key) && actual[key] !== undefined)
    .map((key) => MatchResult.mismatch('nothing', actual[key]).at(key));
  return MatchResult.all([...results, ...unexpected]);
}

// Permission bits are told as one writes them.
function testMember(key: string, pattern: unknown, actual: unknown, mode: LiteralMode) {
  const isMode = key === 'mode' && typeof pattern === 'number' && typeof actual === 'number';
  if (!isMode || pattern === actual) return testPattern(pattern, actual, mode);
  return MatchResult.failed(`expected 0o${pattern.toString(8)}, got 0o${actual.toString(8)}`);
}
