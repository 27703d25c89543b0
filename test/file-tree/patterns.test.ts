import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileElement } from '../../lib/file-tree/element-glob';
import { type MatchState, PatternMatcher } from '../../lib/file-tree/patterns';

/** What Go makes of a pattern; made by scripts/update-file-sync-fixture.ts. */
interface Row {
  readonly pattern: string;
  readonly names: readonly string[];
  /** For each name "1" or "0", or "!" where it fails; null where the pattern is refused. */
  readonly matched: string | null;
  /** The same of `filepath.Match`. */
  readonly element: string;
}

const rows: readonly Row[] = readFileSync(
  process.env.TEST_PATTERNS ?? join(__dirname, '../fixtures/patterns.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** Whether a name matches, or a folder that it lies in. */
function matches(matcher: PatternMatcher, name: string): boolean {
  let state: MatchState | undefined;
  let matched = false;
  const parts = name.split('/');
  parts.forEach((_, index) => {
    ({ matched, state } = matcher.match(parts.slice(0, index + 1).join('/'), state));
  });
  return matched;
}

function bits(names: readonly string[], match: (name: string) => boolean): string {
  return names
    .map((name) => {
      const matched = orNull(() => match(name));
      return matched === null ? '!' : matched ? '1' : '0';
    })
    .join('');
}

test('patterns match the names that they match in Go, and are refused where they are there', () => {
  const ours = rows.map(({ names, pattern }) => {
    const alone = orNull(() => new PatternMatcher([pattern]));
    // An exception takes back from what is matched before it.
    const matcher = alone?.hasExceptions ? new PatternMatcher(['**', pattern]) : alone;
    const hasPattern = alone?.patterns.length === 1;
    return matcher && hasPattern ? bits(names, (name) => matches(matcher, name)) : null;
  });

  expect(ours.join('')).toMatch(/1.*!|!.*1/);
  expect(rows.map((row, at) => ({ ...row, matched: ours[at] }))).toEqual(rows);
});

test('elements match as filepath.Match has it', () => {
  const ours = rows.map(({ names, pattern }) => {
    const matches = compileElement(pattern);
    return names
      .map((name) => {
        const matched = matches(name);
        return matched === undefined ? '!' : matched ? '1' : '0';
      })
      .join('');
  });

  expect(rows.map((row, at) => ({ ...row, element: ours[at] }))).toEqual(rows);
});
