import {
  type CopyOptions,
  copy,
  type FileActionBody,
  image,
  mkdir,
  type State,
  scratch,
} from '../../../lib/llb';
import { fileActions, optionError, resultBody, resultOp } from '../decoded';

type CopyMessage = Extract<FileActionBody, { kind: 'copy' }>;

function copyOf(
  options: CopyOptions,
  src = '/s',
  dest = '/d',
  on: State = image('a'),
  from: State = image('b'),
): CopyMessage {
  const [action] = fileActions(on.file(copy(from, src, dest, options)));
  if (action?.kind !== 'copy') throw new Error('no copy');
  return action;
}

const NOTHING: CopyMessage = {
  kind: 'copy',
  src: '/s',
  dest: '/d',
  owner: undefined,
  mode: -1,
  followSymlink: false,
  dirCopyContents: false,
  attemptUnpackDockerCompatibility: false,
  createDestPath: false,
  allowWildcard: false,
  allowEmptyWildcard: false,
  timestamp: -1n,
  includePatterns: [],
  excludePatterns: [],
  alwaysReplaceExistingDestPaths: false,
  modeStr: '',
  requiredPaths: [],
};

test.each<[CopyOptions, Partial<CopyMessage>]>([
  [{}, {}],
  [{ mode: 0 }, { mode: 0 }],
  [{ mode: 0o7777 }, { mode: 0o7777 }],
  [{ mode: 'u=rwX,go-w' }, { mode: 0, modeStr: 'u=rwX,go-w' }],
  [{ mode: '' }, { mode: 0 }],
  [{ followSymlinks: true }, { followSymlink: true }],
  [{ copyDirContentsOnly: true }, { dirCopyContents: true }],
  [{ attemptUnpack: true }, { attemptUnpackDockerCompatibility: true }],
  [{ createDestPath: true }, { createDestPath: true }],
  [{ allowWildcard: true }, { allowWildcard: true }],
  [{ allowEmptyWildcard: true }, { allowEmptyWildcard: true }],
  [{ alwaysReplaceExistingDestPaths: true }, { alwaysReplaceExistingDestPaths: true }],
  [{ includePatterns: ['a', '!b'] }, { includePatterns: ['a', '!b'] }],
  [{ excludePatterns: ['', 'c'] }, { excludePatterns: ['', 'c'] }],
  [{ requiredPaths: ['d'] }, { requiredPaths: ['d'] }],
  [{ timestamp: 5n }, { timestamp: 5n }],
  [{ owner: { user: 1 } }, { owner: { user: { id: 1 }, group: undefined } }],
])('%j', (options, expected) => {
  expect(copyOf(options)).toEqual({ ...NOTHING, ...expected });
});

test.each([
  ['/', 'x', '/x'],
  ['/w', 'x', '/w/x'],
  ['/w', 'x/', '/w/x'],
  ['/w', '.', '/w'],
  ['/w', '', '/w'],
  ['/w', '../x', '/x'],
  ['/w', '../../../x', '/x'],
  ['/w', '/x/../*', '/*'],
])('a source in the folder %s of its state: %j is %s', (dir, src, expected) => {
  expect(copyOf({}, src, '/d', image('a').dir('/other'), image('b').dir(dir)).src).toBe(expected);
});

test.each([
  ['/w', 'x', '/w/x'],
  ['/w', 'x/', '/w/x/'],
  ['/w', 'x/.', '/w/x/.'],
  ['/w', './', '/w/'],
  ['/w', '.', '/w'],
  ['/w', '/', '/'],
  ['/w', '/.', '/.'],
  ['/w', '/x/..', '/'],
  ['/w', '/x/../', '/'],
  ['/w', '../', '/'],
  ['/w', '../.', '/.'],
  ['/w', '', '/w'],
  ['/w', '//x//y//', '/x/y/'],
])('a destination in the folder %s of the state: %j is %s', (dir, dest, expected) => {
  expect(copyOf({}, '/s', dest, image('a').dir(dir), image('b').dir('/other')).dest).toBe(expected);
});

test('the folder of actions with a state of their own is that of their state', () => {
  const inner = mkdir('m', 0).withState(image('b').dir('/inner'));
  const actions = fileActions(
    image('a')
      .dir('/outer')
      .file(copy(inner, 'm', 'm')),
  );
  expect(actions).toMatchObject([
    { kind: 'mkdir', path: '/inner/m' },
    { kind: 'copy', src: '/inner/m', dest: '/outer/m' },
  ]);
});

test('the folder is that of the state which is changed, not of one before it', () => {
  const state = image('a').dir('/first').file(mkdir('x', 0)).dir('/second');
  expect(copyOf({}, '/s', 'y', state).dest).toBe('/second/y');
});

describe('what is copied', () => {
  const indexes = (state: State) =>
    resultBody(state, 'file').actions.map(({ input, secondaryInput }) => [input, secondaryInput]);

  test('is the second input, the state that is changed the first', () => {
    const state = image('a').file(copy(image('b'), '/', '/'));
    expect(indexes(state)).toEqual([[0, 1]]);
    expect(resultOp(state).inputs.length).toBe(2);
  });

  test('may be the state itself, which is one input', () => {
    const state = image('a').file(copy(image('a'), '/', '/'));
    expect(indexes(state)).toEqual([[0, 0]]);
  });

  test('may be scratch, and onto scratch', () => {
    expect(indexes(image('a').file(copy(scratch(), '/', '/')))).toEqual([[0, -1]]);
    expect(indexes(scratch().file(copy(image('a'), '/', '/')))).toEqual([[-1, 0]]);
    expect(indexes(scratch().file(copy(scratch(), '/', '/')))).toEqual([[-1, -1]]);
  });
});

test.each([
  [0o10000, '0o10000'],
  [-1, '-1'],
  [1.5, '1.5'],
])('the mode %d is refused', (mode, got) => {
  expect(() => copy(scratch(), '/', '/', { mode })).toThrow(
    optionError('copy mode', got, 'mode bits, 0 to 0o7777'),
  );
});
