import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../lib/file-tree/read-text';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('read-text');
const inside = join(folder, 'inside');
mkdirSync(join(inside, 'sub'), { recursive: true });
writeFileSync(join(inside, 'sub/go.sum'), 'text');
writeFileSync(join(folder, 'secret'), 'secret');
symlinkSync(folder, join(inside, 'up'));
symlinkSync(join(folder, 'secret'), join(inside, 'link'));

describe('the text of a file of a source', () => {
  test('is read, and there may be none', () => {
    expect(readText(inside, 'sub/go.sum', 100)).toBe('text');
    expect(readText(inside, 'sub/none', 100)).toBeUndefined();
    expect(readText(inside, 'none/go.sum', 100)).toBeUndefined();
    expect(readText(inside, 'sub/go.sum/x', 100)).toBeUndefined();
  });

  test.each([
    ['is too large', 'sub/go.sum', 3],
    ['is a folder', 'sub', 100],
    ['is a link out of the source', 'link', 100],
    ['lies behind a link out of the source', 'up/secret', 100],
  ])('is refused where it %s', (_what, path, limit) => {
    expect(() => readText(inside, path, limit)).toThrow(
      expect.objectContaining({ name: 'FileTreeError' }),
    );
  });
});
