import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../../../lib/assembly/assembly-reader';
import type { TreeNode } from '../../../lib/assembly/manifest';
import { withConstructPath } from '../../../lib/build/solve/solve-place';
import { SolveError } from '../../../lib/client';
import { BuildError } from '../../../lib/errors';
import { temporaryFolder } from '../../support/temporary-folder';

const AT = { file: 'app.ts', line: 6, column: 3 };
const node = (path: string, line: number, children: readonly TreeNode[] = []): TreeNode => ({
  id: path.split('/').at(-1) ?? '',
  path,
  type: 'X',
  source: { ...AT, line },
  children,
});

const folder = temporaryFolder('solve-place');

/** The construct that is told for a failed step of a line, in a tree. */
function told(children: readonly TreeNode[], image: string, line = AT.line): unknown {
  writeFileSync(join(folder, 'tree.json'), JSON.stringify(node('', 1, children)));
  const sources = [{ ...AT, line }];
  const error = new SolveError('step "x" failed', { logTail: '', sources });
  const placed = withConstructPath(error, { folder } as Assembly, image);
  if (!BuildError.is(placed)) throw new Error('no error of a build');
  expect(placed).toMatchObject({ code: 'E_SOLVE', message: error.message });
  expect(placed.details.source).toEqual(sources[0]);
  return placed.details.constructPath;
}

describe('the construct of a failed step', () => {
  test('is the one that its line made', () => {
    expect(told([node('a', 6), node('b', 7)], 'b')).toBe('a');
    expect(told([node('a', 5, [node('a/inner', 6)])], 'a')).toBe('a/inner');
  });

  test('is the image that is built where a loop made several at one line', () => {
    const loop = [node('a', 6), node('b', 6), node('c', 6)];

    expect(['a', 'b', 'c'].map((image) => told(loop, image))).toEqual(['a', 'b', 'c']);
  });

  test('is not guessed', () => {
    expect(
      told([node('stage-1', 6), node('stage-2', 6), node('image', 9)], 'image'),
    ).toBeUndefined();
    expect(told([node('a', 6)], 'a', 8)).toBeUndefined();
  });

  test('is left as it is where it is known, and for errors that are of no step', () => {
    const assembly = { folder: '/nowhere' } as Assembly;
    const other = new Error('x');

    expect(withConstructPath(other, assembly, 'a')).toBe(other);
  });
});
