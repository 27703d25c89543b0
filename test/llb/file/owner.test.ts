import fc from 'fast-check';
import {
  copy,
  type FileActionBody,
  image,
  mkdir,
  mkfile,
  type Owner,
  type State,
  scratch,
  symlink,
} from '../../../lib/llb';
import { fileActions, optionError } from '../decoded';

type ChownMessage = Exclude<Extract<FileActionBody, { kind: 'mkdir' }>['owner'], undefined>;

function ownerOf(owner: Owner, state: State = image('a')): ChownMessage | undefined {
  const [action] = fileActions(state.file(mkdir('/d', 0, { owner })));
  return action?.kind === 'mkdir' ? action.owner : undefined;
}

const named = (name: string, input = 0) => ({ name: { name, input } });
const NO_ONE = { user: undefined, group: undefined };

test.each<[Owner, ChownMessage]>([
  ['root', { user: { id: 0 } }],
  ['', { user: { id: 0 } }],
  ['0', { user: { id: 0 } }],
  ['1000', { user: { id: 1000 } }],
  ['+5', { user: { id: 5 } }],
  ['007', { user: { id: 7 } }],
  ['-1', { user: { id: 0xffff_ffff } }],
  ['2147483647', { user: { id: 2 ** 31 - 1 } }],
  ['2147483648', { user: named('2147483648') }],
  ['-2147483648', { user: { id: 2 ** 31 } }],
  ['-2147483649', { user: named('-2147483649') }],
  ['www-data', { user: named('www-data') }],
  ['ROOT', { user: named('ROOT') }],
  ['0x1', { user: named('0x1') }],
  [' 1', { user: named(' 1') }],
  ['1:2', { user: { id: 1 }, group: { id: 2 } }],
  ['a:b', { user: named('a'), group: named('b') }],
  [':b', { user: { id: 0 }, group: named('b') }],
  ['a:', { user: named('a'), group: { id: 0 } }],
  ['a:b:c', { user: named('a'), group: named('b:c') }],
  [{ user: 1 }, { user: { id: 1 } }],
  [{ group: 2 }, { group: { id: 2 } }],
  [
    { user: 0xffff_ffff, group: 0 },
    { user: { id: 0xffff_ffff }, group: { id: 0 } },
  ],
  [
    { user: 'a', group: 3 },
    { user: named('a'), group: { id: 3 } },
  ],
  [
    { user: '12', group: 'root' },
    { user: { id: 12 }, group: { id: 0 } },
  ],
  [{ user: 'a:b' }, { user: named('a:b') }],
  [{}, {}],
])('%j is %j', (owner, expected) => {
  expect(ownerOf(owner)).toEqual({ ...NO_ONE, ...expected });
});

test('every action has its owner in the same way', () => {
  const owner = 'a:5';
  const chain = mkdir('/d', 0, { owner })
    .mkfile('/f', 0, '', { owner })
    .symlink('/f', '/l', { owner })
    .copy(image('b'), '/', '/', { owner });
  const owners = fileActions(image('a').file(chain)).map((action) =>
    'owner' in action ? action.owner : undefined,
  );
  expect(owners).toEqual(Array(4).fill({ user: named('a'), group: { id: 5 } }));
});

test('no owner is none', () => {
  const [action] = fileActions(image('a').file(mkdir('/d', 0)));
  expect(action).toMatchObject({ owner: undefined });
});

describe('names are looked up', () => {
  test('in the state that is changed, whatever is copied', () => {
    const state = scratch()
      .file(mkdir('/', 0))
      .file(copy(image('b'), '/', '/', { owner: 'a' }));
    expect(fileActions(state)[0]).toMatchObject({ owner: { user: named('a', 0) } });
    const other = image('b').file(copy(image('a'), '/', '/', { owner: 'a' }));
    expect(fileActions(other)[0]).toMatchObject({ owner: { user: named('a', 0) } });
  });

  test('nowhere in scratch', () => {
    expect(ownerOf('a', scratch())).toEqual({ ...NO_ONE, user: named('a', -1) });
  });

  test('in their own state, for actions with one', () => {
    const inner = mkfile('/f', 0, '', { owner: 'b' }).withState(image('b'));
    const actions = fileActions(image('a').file(copy(inner, '/f', '/', { owner: 'a' })));
    expect(actions).toMatchObject([
      { kind: 'mkfile', owner: { user: named('b', 1) } },
      { kind: 'copy', owner: { user: named('a', 0) } },
    ]);
  });
});

test('an id is the same as text and as number', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (user, group) => {
      expect(ownerOf(`${user}:${group}`)).toEqual(ownerOf({ user, group }));
    }),
  );
});

test.each(['user', 'group'] as const)(
  'a number that is no %s is refused by every action',
  (part) => {
    for (const id of [-1, 2 ** 32, 0.5, Number.NaN]) {
      const owner = { [part]: id };
      const error = optionError(`owner ${part}`, String(id), 'a whole number from 0 to 4294967295');
      expect(() => mkdir('/d', 0, { owner })).toThrow(error);
      expect(() => mkfile('/f', 0, '', { owner })).toThrow(error);
      expect(() => symlink('/f', '/l', { owner })).toThrow(error);
      expect(() => copy(scratch(), '/', '/', { owner })).toThrow(error);
    }
  },
);
