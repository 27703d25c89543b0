import { createHash } from 'node:crypto';
import { PatternMatcher } from './patterns';
import type { FileSelection } from './tree-digest';

/** A name for what is sent of a folder: it changes with the place and the patterns, not with content. */
export function selectionName(path: string, { exclude, include }: FileSelection): string {
  const hash = createHash('sha256').update(JSON.stringify([path, include, exclude]));
  return `files-${hash.digest('hex').slice(0, 12)}`;
}

/** The pattern that means just this name. */
export function escapePattern(name: string): string {
  return name.replace(/[*?[\]\\^!]/g, '\\$&');
}

/** Those of the patterns that no path matches; an exception need not match. */
export function unmatchedPatterns(
  patterns: readonly string[],
  paths: readonly string[],
): readonly string[] {
  return patterns.filter((text) => {
    const [pattern] = new PatternMatcher([text]).patterns;
    if (pattern === undefined || pattern.isException) return false;
    return !paths.some((path) => pattern.matches(path));
  });
}
