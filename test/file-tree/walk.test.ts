import { chmodSync, lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { goFileType } from '../../lib/file-tree/file-mode';
import { PatternMatcher } from '../../lib/file-tree/patterns';
import { TreeFilter, type TreeSelection } from '../../lib/file-tree/tree-filter';
import { walkTree } from '../../lib/file-tree/walk';
import { encodePath } from '../../lib/pb/path-bytes';
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

test('a socket is an empty file to who receives it', async () => {
  const folder = join(root, 'sockets');
  mkdirSync(folder);
  const server = createServer().listen(join(folder, 'socket'));
  await new Promise((resolve) => server.once('listening', resolve));

  expect(list(folder)).toEqual([
    expect.objectContaining({ path: 'socket', size: 0, mode: expect.any(Number) }),
  ]);
  expect(goFileType(list(folder)[0]?.mode ?? -1)).toBe('file');

  server.close();
});

test('names and targets that are no UTF-8 keep their bytes, and their order', () => {
  const folder = join(root, 'names');
  mkdirSync(folder);
  const names = [
    'ab',
    'a\xff',
    'a\xc3',
    'a\xef\xbf\xbd',
    'a\xf0\x9f',
    'a\xed\xa0\x80',
    '\xff/\xfe',
  ];
  for (const name of names) {
    const bytes = Buffer.from(`${folder}/${name}`, 'latin1');
    mkdirSync(bytes.subarray(0, bytes.lastIndexOf('/')), { recursive: true });
    symlinkSync(Buffer.from(name, 'latin1'), bytes);
  }

  const seen = list(folder).map(({ linkname, path }) => [path, linkname]);

  const latin1 = (text = '') => Buffer.from(encodePath(text)).toString('latin1');
  expect(seen.map(([path]) => latin1(path))).toEqual([...names, '\xff'].sort());
  for (const [path, linkname] of seen) if (linkname) expect(linkname).toBe(path);
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

test.each(['[', 'a[b', '[]a]', '[a-]', '!', 'a\\'])('rejects the pattern %j', (pattern) => {
  expect(() => new PatternMatcher([pattern])).toThrow(`pattern "${pattern}" cannot be read`);
});
