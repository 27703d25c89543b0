import { Capture, Match } from '../../../constructs/testing';
import {
  findMatching,
  requireCount,
  requireMatching,
  type Searched,
} from '../../../constructs/testing/find-matching';

interface Thing {
  readonly name: string;
  readonly size: number;
}

const searched = (...all: readonly Thing[]): Searched<Thing> => ({
  where: 'the box',
  nouns: ['thing', 'things'],
  all,
  describe: ({ name }) => `"${name}"`,
});
const things = (count: number) =>
  searched(...Array.from({ length: count }, (_, size) => ({ name: `thing-${size}`, size })));

function failure(run: () => void): string[] {
  expect(run).toThrow(expect.objectContaining({ name: 'SynthAssertionError' }));
  try {
    run();
  } catch (error) {
    return String(Object(error).message).split('\n');
  }
  return [];
}

describe('what is found', () => {
  test('are those that match, in their order', () => {
    const all = things(5);

    expect(findMatching(all, { size: 3 })).toEqual([{ name: 'thing-3', size: 3 }]);
    expect(findMatching(all, {})).toEqual(all.all);
    expect(findMatching(all, { size: 9 })).toEqual([]);
    expect(findMatching(all, { colour: Match.absent() })).toHaveLength(5);
  });
});

describe('what is required', () => {
  test('keeps what is captured of the first that matches, and of no other', () => {
    const name = new Capture();

    requireMatching(things(5), { name, size: Match.not(0) });

    expect(name.asString()).toBe('thing-1');
    expect(name.next()).toBe(false);
  });

  test('fails where there is nothing at all', () => {
    expect(failure(() => requireMatching(searched(), { size: 1 }))).toEqual([
      'the box has no thing that matches',
      '  looked for  { size: 1 }',
      '  there are no things',
    ]);
  });

  test('fails with the one that there is', () => {
    expect(failure(() => requireMatching(things(1), { size: 1 }))).toEqual([
      'the box has no thing that matches',
      '  looked for  { size: 1 }',
      '  the one thing there is',
      '    "thing-0"',
      '      size: expected 1, got 0',
    ]);
  });

  test('fails with the three closest, of equals the last ones', () => {
    expect(
      failure(() => requireMatching(things(5), { name: 'thing-1', size: 9 })).slice(2),
    ).toEqual([
      '  closest of 5 things',
      '    "thing-1"',
      '      size: expected 9, got 1',
      '    "thing-4"',
      '      name: expected "thing-1", got "thing-4"',
      '      size: expected 9, got 4',
      '    "thing-3"',
      '      name: expected "thing-1", got "thing-3"',
      '      size: expected 9, got 3',
    ]);
  });

  test('shows six mismatches of one, and counts the others', () => {
    const pattern = Object.fromEntries('abcdefgh'.split('').map((key) => [key, 1]));
    const lines = failure(() => requireMatching(things(1), pattern)).slice(4);

    expect(lines).toHaveLength(7);
    expect(lines[5]).toBe('      f: expected 1, got nothing');
    expect(lines[6]).toBe('      and 2 more');
  });
});

describe('a count', () => {
  test('is of all, or of those that match', () => {
    expect(() => requireCount(things(3), 3)).not.toThrow();
    expect(() => requireCount(things(3), 1, { size: 2 })).not.toThrow();
    expect(() => requireCount(searched(), 0)).not.toThrow();
  });

  test('fails with what is there, in words for one and for several', () => {
    expect(failure(() => requireCount(things(1), 2))).toEqual([
      'the box has 1 thing, expected 2',
      '    "thing-0"',
    ]);
    expect(failure(() => requireCount(things(2), 0, { name: Match.anyValue() }))).toEqual([
      'the box has 2 things, expected 0',
      '  that match  { name: anyValue() }',
      '    "thing-0"',
      '    "thing-1"',
    ]);
    expect(failure(() => requireCount(searched(), 1))).toEqual([
      'the box has 0 things, expected 1',
    ]);
  });

  test('lists ten, and counts the others', () => {
    expect(failure(() => requireCount(things(10), 0))).toHaveLength(11);
    expect(failure(() => requireCount(things(12), 0)).slice(10)).toEqual([
      '    "thing-9"',
      '    and 2 more',
    ]);
  });
});
