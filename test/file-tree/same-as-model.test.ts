import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import {
  GO_MODE,
  goFileType,
  hasGoMode,
  toGoMode,
  toPermissions,
} from '../../lib/file-tree/file-mode';
import { findFolder } from '../../lib/file-tree/find-folder';
import { followPaths, withoutNested } from '../../lib/file-tree/follow-paths';
import { fromGoExpression } from '../../lib/file-tree/go-expression';
import { type FolderState, TreeFilter } from '../../lib/file-tree/tree-filter';
import { walkTree } from '../../lib/file-tree/walk';
import { smallTree } from '../support/small-tree';
import { temporaryFolder } from '../support/temporary-folder';

const scratch = temporaryFolder('file-tree');
const tree = (files: Readonly<Record<string, string>>) => smallTree(scratch, files);

const NAMES = ['a', 'b', 'c', 'ab'] as const;
const ALL_PATHS = NAMES.flatMap((x) => [
  x,
  ...NAMES.flatMap((y) => [`${x}/${y}`, ...NAMES.map((z) => `${x}/${y}/${z}`)]),
]);
const isFile = (path: string) => path.split('/').length === 3;

/** What entries are to who receives them: a socket is an empty file. */
const TYPES = new Map([
  [0o140000, 'file'],
  [0o100000, 'file'],
  [0o040000, 'dir'],
  [0o120000, 'symlink'],
]);

describe('modes', () => {
  const type = fc.constantFrom(
    0o140000,
    0o120000,
    0o100000,
    0o060000,
    0o040000,
    0o020000,
    0o010000,
  );

  test('keep all bits that chmod knows, and what an entry is', () => {
    fc.assert(
      fc.property(type, fc.nat(0o7777), (kind, permissions) => {
        const mode = toGoMode(kind + permissions);

        expect(toPermissions(mode)).toBe(permissions);
        expect(mode & 0o777).toBe(permissions & 0o777);
        expect(goFileType(mode)).toBe(TYPES.get(kind) ?? 'other');
        // It is a uint32 on the wire.
        expect(Number.isInteger(mode) && mode >= 0 && mode < 2 ** 32).toBe(true);
      }),
    );
  });

  test('have the bits of Go', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (mode) => {
        for (const flag of Object.values(GO_MODE)) {
          expect(hasGoMode(mode, flag)).toBe((BigInt(mode) & BigInt(flag)) !== 0n);
        }
      }),
    );
    expect(toGoMode(0o020644)).toBe(GO_MODE.DEVICE + GO_MODE.CHAR_DEVICE + 0o644);
  });
});

describe('a filter', () => {
  const root = tree(Object.fromEntries(ALL_PATHS.filter(isFile).map((path) => [path, ''])));
  const element = fc.constantFrom('a', 'b', 'ab', '*', '?', '**', 'a*', '[ab]', '[!a]', '\\a');
  const pattern = fc
    .tuple(fc.constantFrom('', '', '!'), fc.array(element, { minLength: 1, maxLength: 3 }))
    .map(([sign, parts]) => sign + parts.join('/'));
  const patterns = fc.array(pattern, { maxLength: 4 });

  test('never leaves a folder out in which something is kept', () => {
    fc.assert(
      fc.property(patterns, patterns, (includePatterns, excludePatterns) => {
        const filter = new TreeFilter(root, { includePatterns, excludePatterns, followPaths: [] });
        const states = new Map<string, FolderState>([['', {}]]);
        const kept = new Set<string>();
        const entered = new Set<string>(['']);
        for (const path of ALL_PATHS) {
          const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
          const verdict = filter.decide(path, states.get(parent) ?? {});
          states.set(path, verdict.state);
          if (verdict.isKept) kept.add(path);
          if (entered.has(parent) && verdict.mayDescend) entered.add(path);
          if (verdict.isKept)
            expect({ path, isEntered: entered.has(parent) }).toEqual({ path, isEntered: true });
        }

        // What is listed is what is kept, with the folders above it.
        const listed = [...walkTree(root, filter)].map(({ path }) => path);
        const parents = [...kept].flatMap((path) => {
          const parts = path.split('/');
          return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
        });
        expect(new Set(listed)).toEqual(new Set([...kept, ...parents]));
        expect(listed).toHaveLength(new Set(listed).size);
      }),
      { numRuns: 150 },
    );
  });

  test('lists each folder before what is in it, and siblings in the order of their bytes', () => {
    const listed = [
      ...walkTree(
        root,
        new TreeFilter(root, { includePatterns: [], excludePatterns: [], followPaths: [] }),
      ),
    ].map(({ path }) => path);
    const byElements = [...ALL_PATHS].sort((x, y) => {
      const [one, other] = [x, y].map((path) => path.replaceAll('/', '\0'));
      return (one ?? '') < (other ?? '') ? -1 : 1;
    });

    expect(listed).toEqual(byElements);
  });
});

describe('paths that are followed', () => {
  const target = fc.constantFrom('a', 'b', 'b/c', '../a', '../b', '.', '..', 'nowhere', 'c');
  const path = fc.constantFrom(...ALL_PATHS);
  const links = fc.dictionary(path, target, { maxKeys: 8 });

  test('lead to the file that the system finds by them, where it finds one in the folder', () => {
    fc.assert(
      fc.property(links, path, (made, asked) => {
        const root = tree({ 'c/c/file': '' });
        for (const [at, to] of Object.entries(made)) {
          try {
            mkdirSync(dirname(join(root, at)), { recursive: true });
            symlinkSync(to, join(root, at));
          } catch {} // something else is there already
        }
        const found = followPaths(root, [asked]);
        let real: string | undefined;
        try {
          real = realpathSync(join(root, asked));
        } catch {}
        if (real === undefined || !`${real}/`.startsWith(`${root}/`)) return;
        const inner = real.slice(root.length + 1);

        // Undefined means all of it.
        const isMeant = (found ?? ['']).some(
          (one) => one === '' || inner === one || inner.startsWith(`${one}/`),
        );
        expect({ made, asked, inner, found, isMeant }).toMatchObject({ isMeant: true });
      }),
      { numRuns: 150 },
    );
  });

  test('end in a circle, and never leave the folder', () => {
    const root = tree({ a: '->b', b: '->a', 'c/up': '->../../../../etc', abs: '->/c', 'c/x': '' });

    expect(followPaths(root, ['a'])).toEqual(['a', 'b']);
    expect(followPaths(root, ['c/up/passwd'])).toEqual(['c/up', 'etc/passwd']);
    expect(followPaths(root, ['abs/x'])).toEqual(['abs', 'c/x']);
    expect(followPaths(root, ['../../etc'])).toEqual(['../../etc']);
    expect(followPaths(root, ['.'])).toBeUndefined();
  });

  test('leave out what lies below another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 8 }), (paths) => {
        const kept = withoutNested([...paths].sort()) ?? [];

        for (const one of kept) {
          expect(kept.filter((other) => one.startsWith(`${other}/`))).toEqual([]);
        }
        for (const one of paths) {
          expect(kept.some((other) => one === other || one.startsWith(`${other}/`))).toBe(true);
        }
      }),
    );
  });
});

describe('a folder of the app', () => {
  const base = tree({
    'src/main.c': '',
    'src/deep/x': '',
    out: '->/etc',
    up: '->..',
    inner: '->src/deep',
    gone: '->nowhere',
    'odd[1]': '',
  });

  test.each([
    ['src', [], { path: 'src', include: [] }],
    ['src/main.c', [], { path: 'src', include: ['main.c'] }],
    ['inner', ['*'], { path: 'src/deep', include: ['*'] }],
    ['odd[1]', [], { path: '.', include: ['odd\\[1\\]'] }],
  ])('is found at %s', (path, include, expected) => {
    expect(findFolder(base, path, include)).toMatchObject(expected);
  });

  test.each([
    ['out', 'link'],
    ['out/passwd', 'link'],
    ['up', 'link'],
    ['..', 'link'],
    ['gone', 'permission'],
    ['src/main.c/x', 'permission'],
  ])('is not found at %s', (path, problem) => {
    expect(() => findFolder(base, path, [])).toThrow(expect.objectContaining({ problem }));
  });

  test('that is one file has nothing to choose from', () => {
    expect(() => findFolder(base, 'src/main.c', ['*'])).toThrow(
      expect.objectContaining({ problem: 'pattern' }),
    );
  });
});

describe('an expression of Go', () => {
  test('of escaped text matches that text alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (own, other) => {
          const source = [...own]
            .map((one) => (/[!-/:-@[-`{-~]/.test(one) ? `\\${one}` : one))
            .join('');
          const expression = fromGoExpression(`^${source}$`);

          expect(expression.test(own)).toBe(true);
          expect(expression.test(other)).toBe(own === other);
          expect(
            fromGoExpression(`^\\Q${own.replaceAll('\\E', '')}\\E$`).test(
              own.replaceAll('\\E', ''),
            ),
          ).toBe(true);
        },
      ),
    );
  });

  test.each([
    '[',
    '[a',
    '[b-a]',
    '[[:none:]]',
    '\\pX',
    '\\p{None}',
    'a{2,1}',
    'a{1001}',
    '{2}',
    '\\8',
    '\\y',
    '\\x{110000}',
    '\\',
  ])('%s is refused', (source) => {
    expect(() => fromGoExpression(source)).toThrow(SyntaxError);
  });
});
