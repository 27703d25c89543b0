import { chmodSync, lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PatternMatcher } from '../../lib/file-tree/patterns';
import { TreeFilter, type TreeSelection } from '../../lib/file-tree/tree-filter';
import { walkTree } from '../../lib/file-tree/walk';
import { makeTree, readFileSyncFixture } from '../support/sample-tree';
import { temporaryFolder } from '../support/temporary-folder';

const fixture = readFileSyncFixture();
const root = temporaryFolder('walk');
const closed = temporaryFolder('closed');

const list = (folder: string, selection: Partial<TreeSelection> = {}) => [
  ...walkTree(
    folder,
    new TreeFilter(folder, {
      includePatterns: [],
      excludePatterns: [],
      followPaths: [],
      ...selection,
    }),
  ),
];

describe('a folder is listed as BuildKit’s own clients list it', () => {
  beforeAll(() => makeTree(root, fixture.tree));

  test.each(fixture.selections.map((one) => [JSON.stringify({ ...one, listed: undefined }), one]))(
    'with %s',
    (_, { include = [], exclude = [], follow = [], listed }) => {
      const entries = list(root, {
        includePatterns: include,
        excludePatterns: exclude,
        followPaths: follow,
      });

      const seen = entries.map(({ path, mode, linkname }) =>
        linkname === undefined ? { path, mode } : { path, mode, link: linkname },
      );
      expect(seen).toEqual(listed);
    },
  );
});

test('times are exact to the nanosecond that the file system keeps', () => {
  const folder = join(root, 'times');
  mkdirSync(folder);
  writeFileSync(join(folder, 'file'), '');
  utimesSync(join(folder, 'file'), 1_700_000_000, 1_700_000_000.25);
  symlinkSync('file', join(folder, 'link'));
  lutimesSync(join(folder, 'link'), 5, 5);

  const [file, link] = list(folder);

  expect(file?.modTime).toBe(1_700_000_000_250_000_000n);
  expect(link?.modTime).toBe(5_000_000_000n);
});

test('sockets are left out', async () => {
  const folder = join(root, 'sockets');
  mkdirSync(folder);
  const server = createServer().listen(join(folder, 'socket'));
  await new Promise((resolve) => server.once('listening', resolve));

  expect(list(folder)).toEqual([]);

  server.close();
});

test('fails for a file name that is not valid UTF-8, naming where it is', () => {
  const folder = join(root, 'names');
  mkdirSync(folder);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad-`), Buffer.from([0xff])]), '');

  expect(() => list(folder)).toThrow(/"bad-\ufffd" has a name .* not valid UTF-8/);
});

test('fails for a folder that may not be read, unless it is excluded', () => {
  const folder = closed;
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'inside'), { mode: 0 });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534); // root may read everything
  try {
    expect(() => list(folder)).toThrow(/"inside" cannot be read/);
    expect(list(folder, { excludePatterns: ['inside', '!inside/x'] })).toEqual([]);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test.each(['[', 'a[b', '[]a]', '!', 'a\\'])('rejects the pattern %j', (pattern) => {
  expect(() => new PatternMatcher([pattern])).toThrow(`pattern "${pattern}" cannot be read`);
});
