import fc from 'fast-check';
import { allOf, constructAt } from '../../lib/assembly/construct-at';
import type { TreeNode } from '../../lib/assembly/manifest';
import { compareTrees } from '../../lib/purity/compare-trees';
import {
  type Change,
  type ConstructDifference,
  changeKey,
  mergeDifferences,
} from '../../lib/purity/construct-difference';

const place = fc.record({
  file: fc.constantFrom('a.ts', 'b.ts'),
  line: fc.integer({ min: 1, max: 4 }),
  column: fc.constantFrom(1, 2),
});

/** A tree whose constructs are children of children, each with a path of its own. */
const tree: fc.Arbitrary<TreeNode> = fc
  .array(fc.record({ parent: fc.nat(), source: place, type: fc.constantFrom('Stage', 'Image') }), {
    maxLength: 7,
  })
  .map((list) => {
    const made: { id: string; path: string; type: string; children: unknown[] }[] = [
      { id: '', path: '', type: 'App', children: [] },
    ];
    for (const [at, { parent, ...rest }] of list.entries()) {
      const above = made[parent % made.length];
      const id = `c${at}`;
      const node = {
        id,
        path: above?.path === '' ? id : `${above?.path}/${id}`,
        ...rest,
        children: [],
      };
      above?.children.push(node);
      made.push(node);
    }
    return made[0] as unknown as TreeNode;
  });

test('a tree and all below it has each construct once, itself first', () => {
  fc.assert(
    fc.property(tree, (root) => {
      const paths = allOf(root).map(({ path }) => path);

      expect(paths[0]).toBe('');
      expect(new Set(paths).size).toBe(paths.length);
      // What is below comes after what it is in.
      for (const [at, path] of paths.entries()) {
        const above = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
        expect(paths.slice(0, at + 1)).toContain(path === '' ? '' : above);
      }
    }),
  );
});

test('the construct of a place is the only one that was made there', () => {
  fc.assert(
    fc.property(tree, place, (root, at) => {
      const there = allOf(root).filter(
        ({ source }) => JSON.stringify(source) === JSON.stringify(at),
      );

      expect(constructAt(root, at)).toBe(there.length === 1 ? there[0] : undefined);
    }),
  );
});

test('trees differ in nothing from themselves, and there in what they do back', () => {
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      const told = (differences: ConstructDifference[]) =>
        differences
          .filter(({ changes }) => changes.length > 0)
          .map(({ changes, constructPath }) => [constructPath, changes.length])
          .sort();

      expect(told(compareTrees(a, a))).toEqual([]);
      expect(told(compareTrees(a, b))).toEqual(told(compareTrees(b, a)));
      expect(told(compareTrees(undefined, b)).map(([path]) => path)).toEqual(
        allOf(b)
          .map(({ path }) => path)
          .sort(),
      );
    }),
  );
});

describe('differences that are merged', () => {
  const change: fc.Arbitrary<Change> = fc.record({
    of: fc.constantFrom('exec', 'config'),
    field: fc.constantFrom('a', 'b'),
    before: fc.constantFrom('1', undefined),
    after: fc.constantFrom('2', undefined),
  });
  const difference: fc.Arbitrary<ConstructDifference> = fc.record({
    constructPath: fc.constantFrom('', 'a', 'b'),
    source: fc.option(place, { nil: undefined }),
    platforms: fc.subarray(['linux/amd64', 'linux/arm64']),
    changes: fc.array(change, { maxLength: 3 }),
  });
  const differences = fc.array(difference, { maxLength: 6 });
  const text = (value: unknown) => JSON.stringify(value);

  test('are one for each construct that has any, with each change once and none lost', () => {
    fc.assert(
      fc.property(differences, (list) => {
        const merged = mergeDifferences(list);
        const telling = list.filter(({ changes }) => changes.length > 0);

        expect(merged.map(({ constructPath }) => constructPath)).toEqual([
          ...new Set(telling.map(({ constructPath }) => constructPath)),
        ]);
        for (const { changes, constructPath, platforms, source } of merged) {
          const own = telling.filter((one) => one.constructPath === constructPath);
          expect(changes.map(text)).toEqual([
            ...new Set(own.flatMap((one) => one.changes.map(text))),
          ]);
          expect(platforms).toEqual([...new Set(own.flatMap((one) => one.platforms))].sort());
          expect(source).toEqual(own.find((one) => one.source !== undefined)?.source);
        }
      }),
    );
  });

  test('merged once more stay as they are', () => {
    fc.assert(
      fc.property(differences, (list) => {
        const merged = mergeDifferences(list);
        expect(mergeDifferences(merged)).toEqual(merged);
      }),
    );
  });

  test('have the same key for the same field, whatever its values', () => {
    fc.assert(
      fc.property(change, change, (a, b) => {
        expect(changeKey(a) === changeKey(b)).toBe(a.of === b.of && a.field === b.field);
      }),
    );
  });
});
