import { readPoetryLock } from '../../lib/python';
import { lockContext } from '../support/python-lock';

const SUM = 'a'.repeat(64);
const METADATA = { 'lock-version': '2.1', 'python-versions': '>=3.11,<4' };
const one = (more: object = {}) => ({
  ...{ name: 'Six', version: '1.0', optional: false, 'python-versions': '*', groups: ['main'] },
  ...{ files: [{ file: 'six-1.0-py3-none-any.whl', hash: `sha256:${SUM}` }] },
  ...more,
});
const read = (packages: readonly object[], more: object = {}, selection = {}) =>
  readPoetryLock({ package: packages, metadata: METADATA, ...more }, lockContext(selection));

test('has packages by the hashes of their files', () => {
  expect(read([one()]).packages).toEqual([
    { name: 'six', version: '1.0', place: 'package "six"', hashes: [SUM] },
  ]);
});

test.each([
  ['^3.11', true],
  ['~3.13', true],
  ['~3.12', false],
  ['^3.14', false],
  ['>=2.7, !=3.0.*, !=3.1.*', true],
  ['>=3.9 <3.13', false],
  ['<3.0 || >=3.13', true],
  ['3.13.5', true],
  ['3.12.*', false],
])('with Python "%s" it is taken: %s', (versions, isTaken) => {
  const metadata = { ...METADATA, 'python-versions': versions };
  const run = () => read([one()], { metadata });

  if (isTaken) expect(run).not.toThrow();
  else expect(run).toThrow(expect.objectContaining({ code: 'E_PYTHON_VERSION' }));
});

test('has markers for each group, and what extras bring', () => {
  const markers = { main: 'sys_platform == "win32"', dev: 'sys_platform == "linux"' };
  const both = one({ groups: ['main', 'dev'], markers });
  const optional = one({ name: 'extra', optional: true });
  const extras = { extras: { x: ['extra (>=1)'] } };

  expect(read([both]).packages).toEqual([]);
  expect(read([both], {}, { groups: ['dev'] }).packages).toHaveLength(1);
  expect(read([optional], extras).packages).toEqual([]);
  expect(read([optional], extras, { extras: ['X'] }).packages).toHaveLength(1);
});

test('names the index that a package comes from, or its URL', () => {
  const index = { type: 'legacy', url: 'https://i.example/simple', reference: 'ours' };
  const url = { type: 'url', url: 'https://f.example/six-1.0-py3-none-any.whl' };

  expect(read([one({ source: index })]).packages[0]?.index).toBe('https://i.example/simple');
  expect(read([one({ source: url })]).packages[0]?.files).toEqual([
    { filename: 'six-1.0-py3-none-any.whl', url: url.url, sha256: SUM },
  ]);
});

test.each([
  ['an older form', [one()], { metadata: { 'lock-version': '2.0' } }, 'E_PYTHON_LOCK'],
  ['md5 alone', [one({ files: [{ file: 'six.whl', hash: 'md5:0' }] })], {}, 'E_PYTHON_HASH'],
  ['no files', [one({ files: [] })], {}, 'E_PYTHON_HASH'],
  ['a repository', [one({ source: { type: 'git', url: 'x' } })], {}, 'E_PYTHON_SOURCE'],
  ['a folder', [one({ source: { type: 'directory', url: 'x' } })], {}, 'E_PYTHON_SOURCE'],
  ['a package twice', [one(), one()], {}, 'E_PYTHON_LOCK'],
])('with %s is refused', (_what, packages, more, code) => {
  expect(() => read(packages, more)).toThrow(expect.objectContaining({ code }));
});
