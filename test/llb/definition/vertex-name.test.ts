import fc from 'fast-check';
import {
  copy,
  diff,
  git,
  http,
  image,
  local,
  merge,
  mkdir,
  mkfile,
  nestedBuild,
  passthrough,
  rm,
  type State,
  scratch,
  symlink,
  vertexName,
  vertexNames,
} from '../../../lib/llb';
import { digests, marshal } from '../decoded';
import { graph } from '../random-graph';

const nameOf = (state: State): string => {
  const definition = marshal(state);
  return vertexName(definition, definition.head?.digest ?? '');
};
const a = image('a');
const A = 'docker-image://docker.io/library/a:latest';
const run = (...args: readonly string[]): State => a.run({ args }).root;

test.each<[string, State, string]>([
  ['an image', a, A],
  ['a folder', local('x'), 'local://x'],
  ['a file', http('https://h/x'), 'https://h/x'],
  ['a repository', git('https://h/x', { ref: 'r' }), 'git://h/x#r'],
  ['a process', run('sh', '-c', 'a  b'), 'sh -c a  b'],
  ['a folder that is made', a.file(mkdir('/d', 0)), 'mkdir /d'],
  ['a file that is made', a.file(mkfile('f', 0, 'data')), 'mkfile /f'],
  ['a file that is taken away', a.file(rm('/f')), 'rm /f'],
  ['a link', a.file(symlink('/to', '/from')), 'symlink /from -> /to'],
  ['a copy', a.file(copy(local('x'), '/s', 'd/')), 'copy /s /d/'],
  ['several actions', a.file(mkdir('/d', 0).rm('/e')), 'mkdir /d, rm /e'],
  ['a merge', merge([a, run('x')]), `merge (${A}, x)`],
  ['a difference', diff(a, run('x')), `diff (${A}) -> (x)`],
  ['a difference to scratch', diff(a, scratch()), `diff (${A}) -> scratch`],
  ['a nested build', nestedBuild(a), 'build'],
  [
    'a passthrough',
    passthrough('p', [{ state: a, output: true }])[0] ?? scratch(),
    'passthrough p',
  ],
  ['what requires others', a.requires('r', [run('x')]), 'passthrough r'],
  ['a custom name', a.file(mkdir('/d', 0), { customName: 'mine' }), 'mine'],
  ['an empty custom name', a.file(mkdir('/d', 0), { customName: '' }), ''],
  [
    'a merge of named ones',
    merge([image('a', { customName: 'one' }), a.run({ args: ['x'], customName: 'two' }).root]),
    'merge (one, two)',
  ],
])('the name of %s', (_name, state, expected) => {
  expect(nameOf(state)).toBe(expected);
});

test('the last op is the result, an op that is not there its digest', () => {
  const definition = marshal(a);
  expect(vertexName(definition, definition.digest)).toBe('result');
  expect(vertexName(definition, 'sha256:none')).toBe('sha256:none');
});

test('a very long name is cut', () => {
  const name = nameOf(run('x'.repeat(5000)));
  expect(name).toBe(`${'x'.repeat(1000)}…`);
});

test('a long name is not cut before it must be', () => {
  expect(nameOf(run('x'.repeat(1000)))).toBe('x'.repeat(1000));
  expect(nameOf(run('x'.repeat(1001)))).toBe(`${'x'.repeat(1000)}…`);
});

test('a name does not depend on which names were asked for before', () => {
  let state: State = run('x');
  for (let level = 0; level < 14; level++) state = state.requires('p', [run(`${level}`)]);
  for (let level = 0; level < 14; level++) state = diff(image(`${level}`), state);
  const definition = marshal(state);
  for (const list of [digests(definition), digests(definition).reverse()]) {
    const name = vertexNames(definition);
    expect(list.map(name)).toEqual(list.map((digest) => vertexName(definition, digest)));
  }
});

test('a merge of very many states is named by the first of them', () => {
  const name = nameOf(merge(Array.from({ length: 3000 }, (_, at) => image(`a:${at}`))));
  expect(name.length).toBe(1001);
  expect(name).toMatch(/^merge \(docker-image:\/\/docker.io\/library\/a:0, /);
});

test('merges of merges are named to some depth, and in bounded time', () => {
  let state: State = a;
  for (let level = 0; level < 60; level++) state = merge([state, state]);
  const name = nameOf(state);
  expect(name).toMatch(/^merge \(merge \(merge \(/);
  expect(name.length).toBeLessThanOrEqual(1001);
});

test('names for many are the names for each', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const definition = marshal(state);
      const all = vertexNames(definition);
      const names = digests(definition).map(all);
      expect(names).toEqual(digests(definition).map((digest) => vertexName(definition, digest)));
      expect(digests(definition).reverse().map(all).reverse()).toEqual(names);
      expect(names.every((name) => name.length <= 1001)).toBe(true);
    }),
  );
});
