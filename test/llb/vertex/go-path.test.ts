import { posix } from 'node:path';
import fc from 'fast-check';
import { cleanPath, isAbsolutePath, joinPath } from '../../../lib/llb/vertex/go-path';
import { compareRows, goTables } from '../go-tables';

const tables = goTables();

const part = fc.constantFrom('..', '..', '..', '.', '', 'a', 'bc', '...');
const piece = fc.constantFrom('/', '/', '.', '..', 'a', 'é', '...', '.d', ' ', '\\', '*');
const path = fc.oneof(
  fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/')),
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
);

test("cleanPath gives what Go's path.Clean gives", () => {
  const { ours, go } = compareRows(tables.clean, cleanPath);
  expect(ours).toEqual(go);
});

test("joinPath gives what Go's path.Join gives", () => {
  const { ours, go } = compareRows(tables.join, (parts) => joinPath(...parts));
  expect(ours).toEqual(go);
});

test("cleanPath is Node's normalize but for the slash at the end", () => {
  fc.assert(
    fc.property(path, (text) => {
      const normal = posix.normalize(text);
      const expected = normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
      expect(cleanPath(text)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('a clean path stays as it is', () => {
  fc.assert(
    fc.property(path, (text) => {
      const clean = cleanPath(text);
      expect(cleanPath(clean)).toBe(clean);
    }),
  );
});

test('a path is absolute before and after, or neither', () => {
  fc.assert(
    fc.property(path, (text) => {
      expect(isAbsolutePath(cleanPath(text))).toBe(isAbsolutePath(text));
    }),
  );
});

test('an absolute path never leaves the root', () => {
  fc.assert(
    fc.property(path, (text) => {
      expect(cleanPath(`/${text}`).split('/')).not.toContain('..');
    }),
  );
});

test.each([
  ['', '.'],
  ['/', '/'],
  ['//', '/'],
  ['/..', '/'],
  ['/../a', '/a'],
  ['a/..', '.'],
  ['a/../..', '..'],
  ['../a/../b', '../b'],
  ['../..', '../..'],
  ['a/../../../b', '../../b'],
  ['a//b/./c/', 'a/b/c'],
  ['/a/...', '/a/...'],
  ['.a', '.a'],
  ['a\\..\\b', 'a\\..\\b'],
])('%j is cleaned to %j', (text, clean) => {
  expect(cleanPath(text)).toBe(clean);
});

test.each([
  [[], ''],
  [['', ''], ''],
  [['', 'a'], 'a'],
  [['/', 'a', '/b'], '/a/b'],
  [['/w', '../..', 'x'], '/x'],
  [['a', '..'], '.'],
])('%j is joined to %j', (parts, joined) => {
  expect(joinPath(...parts)).toBe(joined);
});
