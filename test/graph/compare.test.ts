import { compareDefinitions } from '../../lib/graph';
import { copy, type Definition, image, local, type State, scratch } from '../../lib/llb';

const platform = { os: 'linux', architecture: 'amd64' };

function build(steps: readonly string[], tag = '1'): Definition {
  let state: State = image(`base:${tag}`);
  for (const step of steps) state = state.run({ args: ['sh', '-c', step] }).root;
  return scratch()
    .file(copy(state, '/out', '/'))
    .marshal({ platform });
}

const names = (vertices: readonly { readonly name: string }[]): string[] =>
  vertices.map(({ name }) => name);

test('equal definitions do not differ', () => {
  expect(compareDefinitions(build(['a', 'b']), build(['a', 'b']))).toEqual({
    isEqual: true,
    removed: [],
    added: [],
    changed: [],
    affected: [],
  });
});

test('a changed command is told by its field, and what is built anew because of it', () => {
  const difference = compareDefinitions(build(['a', 'b', 'c']), build(['a', 'x', 'c']));
  expect(difference.isEqual).toBe(false);
  expect(difference.changed.map(({ fields }) => fields)).toEqual([
    [{ field: 'meta.args[2]', before: 'b', after: 'x' }],
  ]);
  expect(names(difference.affected.map(({ after }) => after))).toEqual([
    'sh -c c',
    'copy /out /',
    'result',
  ]);
  expect([difference.added, difference.removed]).toEqual([[], []]);
});

test('a command put in between is added; the others are only built anew', () => {
  const difference = compareDefinitions(build(['a', 'b']), build(['a', 'new', 'b']));
  expect(names(difference.added)).toEqual(['sh -c new']);
  expect(difference.changed).toEqual([]);
  expect(difference.affected.length).toBe(3);
});

test('a command taken away is removed', () => {
  const difference = compareDefinitions(build(['a', 'old', 'b']), build(['a', 'b']));
  expect(names(difference.removed)).toEqual(['sh -c old']);
  expect(difference.changed).toEqual([]);
});

test('another base is a changed source', () => {
  const { changed } = compareDefinitions(build(['a'], '1'), build(['a'], '2'));
  expect(changed).toMatchObject([
    {
      before: { name: 'docker-image://docker.io/library/base:1' },
      fields: [{ field: 'identifier', after: 'docker-image://docker.io/library/base:2' }],
    },
  ]);
});

test('a field that comes or goes is told with what it is or was', () => {
  const with_ = local('x', { sharedKeyHint: 'h' }).marshal({ platform });
  const without = local('x').marshal({ platform });
  expect(compareDefinitions(without, with_).changed[0]?.fields).toEqual([
    { field: 'attrs.local.sharedkeyhint', before: undefined, after: 'h' },
  ]);
  expect(compareDefinitions(with_, without).changed[0]?.fields).toEqual([
    { field: 'attrs.local.sharedkeyhint', before: 'h', after: undefined },
  ]);
});

test('metadata alone makes no difference', () => {
  const named = image('a', { customName: 'x' }).marshal({ platform });
  expect(compareDefinitions(named, image('a').marshal({ platform })).isEqual).toBe(true);
});

test('scratch and something differ by all of it', () => {
  const { added, isEqual } = compareDefinitions(scratch().marshal({ platform }), build([]));
  expect([isEqual, added.length]).toEqual([false, 3]);
});
