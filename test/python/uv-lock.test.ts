import { parse } from 'smol-toml';
import { readUvLock } from '../../lib/python';
import { lockContext } from '../support/python-lock';

const SUM = 'a'.repeat(64);
const wheels = (name: string) =>
  `wheels = [{ url = "https://f.example/${name}-1.0-py3-none-any.whl", hash = "sha256:${SUM}" }]\n`;
const one = (name: string, more = '', source = 'registry = "https://i.example/simple"') =>
  `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { ${source} }\n${wheels(name)}${more}`;
const project = (needs: string, name = 'app', source = 'editable = "."') =>
  `[[package]]\nname = "${name}"\nversion = "0"\nsource = { ${source} }\ndependencies = [${needs}]\n`;

function names(text: string, selection = {}): string[] {
  const { packages } = readUvLock(parse(`version = 1\n${text}`), lockContext(selection));
  return packages.map(({ name }) => name);
}

test('has what is needed by what is needed, with its extras, and circles end', () => {
  const text = [
    project('{ name = "a", extra = ["x"] }'),
    one(
      'a',
      'dependencies = [{ name = "b" }]\n[package.optional-dependencies]\nx = [{ name = "c" }]\n',
    ),
    one('b', 'dependencies = [{ name = "a" }]\n'),
    one('c'),
    one('unused'),
  ].join('\n');

  expect(names(text)).toEqual(['a', 'b', 'c']);
});

test('takes of two versions the one that is named', () => {
  const two = one('a').replace('version = "1.0"', 'version = "2.0"').replaceAll('a-1.0', 'a-2.0');
  const needs = (marker: string, version: string) =>
    `{ name = "a", version = "${version}", source = { registry = "https://i.example/simple" }, marker = "${marker}" }`;
  const both = `${needs("python_full_version < '3.12'", '1.0')}, ${needs("python_full_version >= '3.12'", '2.0')}`;
  const { packages } = readUvLock(
    parse(`version = 1\n${project(both)}${one('a')}${two}`),
    lockContext(),
  );

  expect(packages.map(({ version }) => version)).toEqual(['2.0']);
});

test('has the extra that is chosen of those that exclude each other', () => {
  const text = [
    project(
      '{ name = "a", marker = "extra == \'extra-3-app-cpu\'" }, { name = "b", marker = "extra != \'extra-3-app-cpu\'" }',
    ),
    '[package.optional-dependencies]\ncpu = []\n',
    one('a'),
    one('b'),
  ].join('\n');

  expect(names(text)).toEqual(['b']);
  expect(names(text, { extras: ['cpu'] })).toEqual(['a']);
});

test('of a workspace has one project, and refuses another as a package, unless it is excluded', () => {
  const text = [
    project('{ name = "lib" }, { name = "a" }'),
    project('{ name = "b" }', 'lib', 'editable = "lib"'),
    one('a'),
    one('b'),
  ].join('\n');

  expect(names(text, { project: 'lib' })).toEqual(['b']);
  expect(() => names(text)).toThrow('"lib" comes from a folder of the project');
  expect(names(text, { exclude: ['lib'] })).toEqual(['a', 'b']);
  expect(() => names(text, { project: 'other' })).toThrow('there is no project "other"');
});

test.each([
  ['no project', one('a'), 'no project is at the root'],
  ['a package that is not there', project('{ name = "a" }'), 'needs "a"'],
  [
    'two packages that may be meant',
    `${project('{ name = "a" }')}${one('a')}${one('a')}`,
    'needs "a"',
  ],
  [
    'a repository',
    `${project('{ name = "a" }')}${one('a', '', 'git = "https://g.example/a#c"')}`,
    'a repository',
  ],
  [
    'a path',
    `${project('{ name = "a" }')}${one('a', '', 'path = "a.whl"')}`,
    'a file of the machine',
  ],
  ['another Python', `requires-python = ">=3.14"\n${project('')}`, 'is not what it needs'],
  [
    'other platforms alone',
    `supported-markers = ["sys_platform == 'win32'"]\n${project('')}`,
    'not for this target',
  ],
])('with %s is refused', (_what, text, message) => {
  expect(() => names(text)).toThrow(message);
});

test('of another version of the form is refused', () => {
  expect(() => readUvLock(parse('version = 2\n'), lockContext())).toThrow('is not known');
});
