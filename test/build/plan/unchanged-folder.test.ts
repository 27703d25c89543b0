import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unchangedFolder } from '../../../lib/build/plan/unchanged-folder';
import { digestTree } from '../../../lib/file-tree/tree-digest';
import { errorsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('unchanged');
const folder = join(root, 'files');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'a'), 'one');
  writeFileSync(join(folder, 'b.tmp'), 'two');
});

const input = () => {
  const selection = { include: [], exclude: ['*.tmp'] };
  return {
    type: 'directory' as const,
    path: 'files',
    ...selection,
    digest: digestTree(folder, selection).digest,
  };
};

test('a folder whose files are those of synth is sent', () => {
  const given = input();
  writeFileSync(join(folder, 'b.tmp'), 'left out');

  expect(unchangedFolder(folder, given)).toBe(folder);
});

test('a folder without a digest is sent as it is', () => {
  const { digest: _digest, ...given } = input();

  expect(unchangedFolder(join(root, 'nowhere'), given)).toBe(join(root, 'nowhere'));
});

test.each<[string, () => void, RegExp]>([
  ['a changed file', () => writeFileSync(join(folder, 'a'), 'other'), /^sha256:/],
  ['a new file', () => writeFileSync(join(folder, 'c'), ''), /^sha256:/],
  ['a link out', () => symlinkSync('/etc', join(folder, 'c')), /"c" is a link out/],
  ['no folder', () => rmSync(folder, { recursive: true }), /cannot be read: ENOENT/],
])('%s is told with both digests, or what is in the way', (_what, change, got) => {
  const given = input();
  change();

  expect(errorsOf(() => unchangedFolder(folder, given))).toMatchObject([
    {
      code: 'E_LOCAL_CHANGED',
      message: expect.stringContaining('"files"'),
      details: { got: expect.stringMatching(got), expected: given.digest },
    },
  ]);
});
