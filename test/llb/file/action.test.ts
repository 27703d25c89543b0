import fc from 'fast-check';
import {
  copy,
  type FileAction,
  type FileActionBody,
  image,
  mkdir,
  mkfile,
  rm,
  type State,
  scratch,
  symlink,
} from '../../../lib/llb';
import { fileActions, optionError, resultBody, resultCaps, resultHex } from '../decoded';

const one = (action: FileAction, state: State = image('a')): FileActionBody | undefined =>
  fileActions(state.file(action))[0];

test.each<[string, FileAction, FileActionBody]>([
  [
    'mkdir',
    mkdir('/d', 0o755),
    {
      kind: 'mkdir',
      path: '/d',
      mode: 0o755,
      makeParents: false,
      owner: undefined,
      timestamp: -1n,
    },
  ],
  [
    'mkdir with parents',
    mkdir('d/e/', 0, { parents: true }),
    { kind: 'mkdir', path: '/d/e', mode: 0, makeParents: true, owner: undefined, timestamp: -1n },
  ],
  ['rm', rm('/f'), { kind: 'rm', path: '/f', allowNotFound: false, allowWildcard: false }],
  [
    'rm of what may be there',
    rm('x/*', { allowNotFound: true, allowWildcard: true }),
    { kind: 'rm', path: '/x/*', allowNotFound: true, allowWildcard: true },
  ],
  [
    'symlink',
    symlink('../x//y/', 'z/.'),
    { kind: 'symlink', oldpath: '../x//y/', newpath: 'z/.', owner: undefined, timestamp: -1n },
  ],
])('%s', (_name, action, expected) => {
  expect(one(action)).toEqual(expected);
});

describe('the content of a file', () => {
  const dataOf = (data: Uint8Array | string): Buffer => {
    const action = one(mkfile('/f', 0o600, data));
    if (action?.kind !== 'mkfile') throw new Error('no file');
    return Buffer.from(action.data);
  };

  test('is bytes as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(dataOf(data).equals(data)).toBe(true);
        expect(dataOf(data.subarray(1)).equals(data.subarray(1))).toBe(true);
      }),
    );
  });

  test('is text as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(dataOf(text).equals(Buffer.from(text))).toBe(true);
        expect(resultHex(scratch().file(mkfile('/f', 0, text)))).toBe(
          resultHex(scratch().file(mkfile('/f', 0, Buffer.from(text)))),
        );
      }),
    );
  });

  test('may be nothing, and large', () => {
    expect(dataOf('').length).toBe(0);
    expect(dataOf(Buffer.alloc(100_000, 1)).equals(Buffer.alloc(100_000, 1))).toBe(true);
  });
});

test.each([
  ['/', 'x', '/x'],
  ['/w', 'x', '/w/x'],
  ['/w', './x/../y/', '/w/y'],
  ['/w', '../../x', '/x'],
  ['/w', '/x//y/.', '/x/y'],
  ['/w', '', '/w'],
  ['/w', '.', '/w'],
  ['/w', '..', '/'],
  ['/w/', 'x', '/w/x'],
])('in the folder %s the path %j is %s, for all but links', (dir, path, expected) => {
  const state = image('a').dir(dir);
  expect(one(mkdir(path, 0), state)).toMatchObject({ path: expected });
  expect(one(mkfile(path, 0, ''), state)).toMatchObject({ path: expected });
  expect(one(rm(path), state)).toMatchObject({ path: expected });
  expect(one(symlink(path, path), state)).toMatchObject({ oldpath: path, newpath: path });
});

test.each([
  ['mkdir', (mode: number) => mkdir('/d', mode)],
  ['mkfile', (mode: number) => mkfile('/f', mode, '')],
])('a mode of %s that is none is refused', (name, make) => {
  for (const [mode, got] of [
    [-1, '-1'],
    [0o1000, '0o1000'],
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
  ] as const) {
    expect(() => make(mode)).toThrow(
      optionError(`${name} mode`, got, 'permission bits, 0 to 0o777'),
    );
  }
  expect(one(make(0o777))).toMatchObject({ mode: 0o777 });
});

test.each<[string, FileAction, string[]]>([
  ['mkdir, mkfile and rm', mkdir('/d', 0).mkfile('/f', 0, '').rm('/f'), []],
  ['a link', mkdir('/d', 0).symlink('/a', '/b'), ['file.symlink.create']],
  ['a copy', copy(scratch(), '/', '/', { mode: 'u+x', allowWildcard: true }), []],
  [
    'a copy with patterns',
    copy(scratch(), '/', '/', { includePatterns: ['a'] }),
    ['file.copy.includeexcludepatterns'],
  ],
  [
    'a copy without some',
    copy(scratch(), '/', '/', { excludePatterns: ['a'] }),
    ['file.copy.includeexcludepatterns'],
  ],
  [
    'a copy of what must be there',
    copy(scratch(), '/', '/', { requiredPaths: ['a'] }),
    ['file.copy.requiredpaths'],
  ],
  [
    'a copy that replaces',
    copy(scratch(), '/', '/', { alwaysReplaceExistingDestPaths: true }),
    ['file.copy.alwaysreplaceexistingdestpaths'],
  ],
  [
    'empty lists',
    copy(scratch(), '/', '/', { includePatterns: [], excludePatterns: [], requiredPaths: [] }),
    [],
  ],
])('%s asks for what it needs, however often', (_name, action, caps) => {
  const expected = ['file.base', ...caps].sort();
  expect(resultCaps(image('a').file(action))).toEqual(expected);
  const inner = copy(action.withState(image('b')), '/', '/');
  expect(resultCaps(image('a').file(inner.copy(action.withState(scratch()), '/', '/')))).toEqual(
    expected,
  );
});

describe('a chain', () => {
  const step = fc.oneof(
    fc.string({ maxLength: 3 }).map((path) => (to: FileAction) => to.mkdir(path, 0o700)),
    fc.string({ maxLength: 3 }).map((path) => (to: FileAction) => to.mkfile(path, 0o600, path)),
    fc.string({ maxLength: 3 }).map((path) => (to: FileAction) => to.rm(path)),
    fc.string({ maxLength: 3 }).map((path) => (to: FileAction) => to.symlink(path, '/l')),
    fc.string({ maxLength: 3 }).map((path) => (to: FileAction) => to.copy(image('b'), path, '/c')),
  );

  test('is one op with its actions in their order, each on the one before it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const chain = steps.reduce((to, next) => next(to), mkdir('/first', 0));
        const alone = steps.map((next) => fileActions(image('a').file(next(mkdir('/', 0))))[1]);
        const actions = resultBody(image('a').file(chain), 'file').actions;
        expect(actions.map(({ action }) => action?.kind)).toEqual([
          'mkdir',
          ...alone.map((action) => action?.kind),
        ]);
        const inputs = alone.some((action) => action?.kind === 'copy') ? 2 : 1;
        expect(actions.map(({ input }) => input)).toEqual([
          0,
          ...steps.map((_, index) => inputs + index),
        ]);
        expect(actions.map(({ output }) => output)).toEqual([...steps.map(() => -1), 0]);
      }),
    );
  });

  test('is as before when it goes on elsewhere', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
        const start = mkdir('/first', 0);
        const before = resultHex(scratch().file(start));
        for (const next of steps) next(start);
        expect(resultHex(scratch().file(start))).toBe(before);
      }),
    );
  });

  test('on one state is another op than its parts one after the other', () => {
    const together = scratch().file(mkdir('/a', 0).mkdir('/b', 0));
    const apart = scratch().file(mkdir('/a', 0)).file(mkdir('/b', 0));
    expect(fileActions(together).length).toBe(2);
    expect(fileActions(apart).length).toBe(1);
  });
});
