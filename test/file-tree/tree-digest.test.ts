import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { FileTreeError } from '../../lib/file-tree/error';
import { escapePattern, selectionName, unmatchedPatterns } from '../../lib/file-tree/selection';
import { digestTree, type FileSelection } from '../../lib/file-tree/tree-digest';
import { smallTree } from '../support/small-tree';
import { temporaryFolder } from '../support/temporary-folder';

const scratch = temporaryFolder('tree-digest');
const tree = (files: Readonly<Record<string, string>>) => smallTree(scratch, files);

const digest = (root: string, selection: Partial<FileSelection> = {}) =>
  digestTree(root, { include: [], exclude: [], ...selection });

const FILES = { 'a/b.txt': 'one', 'a/run': 'two', 'c.md': 'three', link: '->a/run' };

describe('the digest of a folder', () => {
  test('is the same for the same files, whatever a checkout makes of them', () => {
    const one = tree(FILES);
    const other = tree(Object.fromEntries(Object.entries(FILES).reverse()));
    chmodSync(join(other, 'a'), 0o700);
    chmodSync(join(other, 'c.md'), 0o600);
    utimesSync(join(other, 'c.md'), 1, 1);

    expect(digest(other)).toEqual(digest(one));
    expect(digest(one).paths).toEqual(['a', 'a/b.txt', 'a/run', 'c.md', 'link']);
  });

  test('is of the content of a hard link', () => {
    const linked = tree({ a: 'x' });
    linkSync(join(linked, 'a'), join(linked, 'b'));

    expect(digest(linked).digest).toBe(digest(tree({ a: 'x', b: 'x' })).digest);
  });

  test.each<[string, (root: string) => void]>([
    ['content', (root) => writeFileSync(join(root, 'c.md'), 'thref')],
    ['a name', (root) => renameSync(join(root, 'c.md'), join(root, 'd.md'))],
    ['a new file', (root) => writeFileSync(join(root, 'a/new'), '')],
    ['a new folder', (root) => mkdirSync(join(root, 'new'))],
    ['a file that is gone', (root) => rmSync(join(root, 'c.md'))],
    ['a program', (root) => chmodSync(join(root, 'a/run'), 0o744)],
    [
      'a link',
      (root) => {
        rmSync(join(root, 'link'));
        symlinkSync('a/b.txt', join(root, 'link'));
      },
    ],
    [
      'a link that becomes what it leads to',
      (root) => {
        rmSync(join(root, 'link'));
        writeFileSync(join(root, 'link'), 'two');
      },
    ],
  ])('changes with %s', (_what, change) => {
    const root = tree(FILES);
    const before = digest(root).digest;
    change(root);

    expect(digest(root).digest).not.toBe(before);
  });

  test('is told apart by every difference of two trees', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'ab');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const files = fc
      .uniqueArray(
        fc.tuple(
          path,
          fc.string({ maxLength: 4 }).filter((t) => !t.startsWith('->')),
        ),
        {
          selector: ([at]) => at,
          maxLength: 4,
        },
      )
      .filter((list) => list.every(([at]) => list.every(([other]) => !other.startsWith(`${at}/`))));
    fc.assert(
      fc.property(files, files, (a, b) => {
        const [one, other] = [a, b].map((list) => Object.fromEntries([...list].sort()));
        const [left, right] = [one, other].map((list) => digest(tree(list ?? {})).digest);

        expect(left === right).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 50 },
    );
  });

  test('is of what is meant alone', () => {
    const selection = { include: ['a', '**/*.md'], exclude: ['a/*', '!a/run'] };
    const root = tree(FILES);
    const before = digest(root, selection);
    writeFileSync(join(root, 'a/b.txt'), 'other');
    writeFileSync(join(root, 'x'), '');

    expect(before.paths).toEqual(['a', 'a/run', 'c.md']);
    expect(digest(root, selection)).toEqual(before);
  });

  test('is read in pieces of a file larger than those', () => {
    const size = 3 * 1024 * 1024 + 1;
    const [one, other] = ['x', 'y'].map((last) => tree({ big: `${'x'.repeat(size - 1)}${last}` }));

    expect(digest(one ?? '').digest).not.toBe(digest(other ?? '').digest);
  });
});

describe('what cannot be sent', () => {
  test.each([['/etc/passwd'], ['../x'], ['a/../../x'], ['..'], ['./a/../..']])(
    'a link to %s is refused',
    (target) => {
      const root = tree({ 'a/x': '', link: `->${target}` });

      expect(() => digest(root)).toThrow(`"link" is a link out of the folder, to "${target}"`);
      expect(digest(root, { exclude: ['link'] }).paths).toEqual(['a', 'a/x']);
    },
  );

  test('a link that stays in the folder is not, be there anything or not', () => {
    const root = tree({ 'a/b/up': '->../../c', 'a/self': '->.', 'a/gone': '->nowhere' });

    expect(digest(root).paths).toHaveLength(5);
  });

  test('a pipe is refused', () => {
    const root = tree({ a: '' });
    execFileSync('mkfifo', [join(root, 'pipe')]);

    expect(() => digest(root)).toThrow(FileTreeError);
    expect(() => digest(root)).toThrow('"pipe" is a device or a pipe');
  });

  test('a pattern that cannot be read is', () => {
    expect(() => digest(tree({}), { exclude: ['['] })).toThrow('pattern "[" cannot be read');
  });
});

describe('patterns', () => {
  test('that mean just a name match it and no other', () => {
    const name = fc.string({
      unit: fc.constantFrom(...'*?[]\\^!ab.-# '),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        // Patterns are trimmed, and "." is the folder.
        name.filter((text) => text.trim() === text && !['.', '..'].includes(text)),
        name,
        (own, other) => {
          const unmatched = (path: string) => unmatchedPatterns([escapePattern(own)], [path]);

          expect(unmatched(own)).toEqual([]);
          expect(unmatched(other)).toHaveLength(own === other ? 0 : 1);
        },
      ),
    );
  });

  test('that no path matches are told, exceptions aside', () => {
    const paths = ['a', 'a/b.md', 'c'];

    expect(unmatchedPatterns(['a', '**/*.md', 'x', '!y', 'c/**', '*'], paths)).toEqual([
      'x',
      'c/**',
    ]);
  });

  test('and paths make the name of what is sent', () => {
    const names = [
      selectionName('a', { include: [], exclude: [] }),
      selectionName('b', { include: [], exclude: [] }),
      selectionName('a', { include: ['b'], exclude: [] }),
      selectionName('a', { include: [], exclude: ['b'] }),
    ];

    expect(new Set(names).size).toBe(4);
    expect(names.every((name) => /^files-[0-9a-f]{12}$/.test(name))).toBe(true);
  });
});
