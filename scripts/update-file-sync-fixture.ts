// Writes test/fixtures/file-sync.json: how Go's fsutil lists a tree under many selections; and
// test/fixtures/patterns.jsonl: which names made-up patterns match in Go.
// Run with "npx tsx scripts/update-file-sync-fixture.ts". Needs Go; the versions are in test/reference/file-sync/go.mod.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTree, type Tree } from '../test/support/sample-tree';

const root = join(__dirname, '..');

const tree: Tree = {
  'a-b': 'sorts after what is in a',
  'a/b': 'x',
  'a/link-up': { symlink: '../b/deep' },
  'a/b.txt': 'x',
  'a/empty': { dir: true, mode: 0o700 },
  'b/deep/one/file': 'x',
  'b/deep/two/other.go': 'x',
  'b/deep/two/other_test.go': 'x',
  'b/first': 'the same file thrice',
  'b/second': { hardlink: 'b/first' },
  'c/third': { hardlink: 'b/first' },
  'c/absolute': { symlink: '/a/link-up' },
  'c/circle': { symlink: 'circle2' },
  'c/circle2': { symlink: 'circle' },
  'c/dangling': { symlink: 'nowhere' },
  'c/out': { symlink: '../../../etc' },
  'd/.hidden': 'x',
  'd/*': 'a name like a pattern',
  'd/ä': 'x',
  'd/\uffee': 'UTF-16 sorts this after the next',
  'd/\u{1f600}': 'x',
  'node_modules/m/index.js': 'x',
  'node_modules/m/node_modules/n/index.js': 'x',
  script: { text: '#!/bin/sh', mode: 0o755 },
  setuid: { text: 'x', mode: 0o4755 },
  sticky: { dir: true, mode: 0o1777 },
  'setgid/x': 'x',
  setgid: { dir: true, mode: 0o2775 },
};

const include = (...patterns: string[]) => ({ include: patterns });
const exclude = (...patterns: string[]) => ({ exclude: patterns });
const follow = (...paths: string[]) => ({ follow: paths });

const selections = [
  {},
  include('a'),
  include('a/b'),
  include('a/*'),
  include('**/other*'),
  include('b/**/*.go'),
  include('b/deep/**'),
  include('*'),
  include('**'),
  include('?'),
  include('[ab]'),
  include('[^a-c]*'),
  include('d/\\*'),
  include('**/.*'),
  include('nowhere'),
  include('c/third', 'b/second'),
  include('a', '!a/b'),
  include('b', '!b/deep', 'b/deep/two'),
  include('./a/../a/b/', ' script '),
  exclude('a'),
  exclude('**/node_modules'),
  exclude('node_modules', '!node_modules/m/index.js'),
  exclude('*', '!a'),
  exclude('**', '!b/deep/one'),
  exclude('**/*.go', '!**/*_test.go'),
  exclude('b/first'),
  exclude('b/*', '!b/s*'),
  exclude('**le', '!d'),
  exclude('d/*'),
  { include: ['a', 'b'], exclude: ['**/b', 'b/deep'] },
  { include: ['b/deep/**/other*'], exclude: ['**/*_test.go'] },
  follow('.'),
  follow('a/link-up'),
  follow('c/absolute/one'),
  follow('c/circle'),
  follow('c/dangling'),
  follow('c/out'),
  follow('c/*'),
  follow('a/link-*/two/other.go'),
  follow('../a'),
  follow('/script'),
  { include: ['a/b'], follow: ['c/absolute'] },
  { exclude: ['b/deep/two'], follow: ['c/absolute'] },
];

const cwd = join(root, 'test/reference/file-sync');
const env = { ...process.env, GOFLAGS: '-mod=mod' };
const folder = mkdtempSync(join(tmpdir(), 'file-sync-'));
try {
  makeTree(folder, tree);
  const answer = execFileSync('go', ['run', '.', folder], {
    cwd,
    input: JSON.stringify(selections),
    encoding: 'utf8',
    env,
  });
  const lines = JSON.parse(answer).map((one: unknown) => `  ${JSON.stringify(one)}`);
  const patterns = execFileSync('go', ['run', './patterns', '-count', '600'], { cwd, env });
  writeFileSync(join(root, 'test/fixtures/patterns.jsonl'), patterns);
  writeFileSync(
    join(root, 'test/fixtures/file-sync.json'),
    `{"tree":${JSON.stringify(tree)},\n"selections":[\n${lines.join(',\n')}\n]}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
