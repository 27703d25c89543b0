import { Match, Matcher, MatchResult } from '../../../../constructs/testing';
import { testPattern } from '../../../../constructs/testing/match/literal';

/** What is wrong with a value, a line for each place; nothing where it matches. */
function mismatches(pattern: unknown, actual: unknown): readonly string[] {
  return testPattern(pattern, actual, { isPartial: true }).lines;
}

describe('a literal', () => {
  test.each([
    ['a string', 'make', 'make'],
    ['a number', 3, 3],
    ['nothing', undefined, undefined],
    ['an object with more members', { a: 1 }, { a: 1, b: 2 }],
    ['an object inside of another, with more members', { a: { b: 1 } }, { a: { b: 1, c: 2 } }],
    ['objects in an array, with more members', [{ a: 1 }], [{ a: 1, b: 2 }]],
    ['an array with just its elements', ['a', 'b'], ['a', 'b']],
  ])('matches %s', (_, pattern, actual) => {
    expect(mismatches(pattern, actual)).toEqual([]);
  });

  test.each([
    ['another string', 'make', 'cmake', ['expected "make", got "cmake"']],
    ['a number as a string', 1, '1', ['expected 1, got "1"']],
    ['a member that is not there', { a: 1 }, {}, ['a: expected 1, got nothing']],
    ['null', { a: 1 }, null, ['expected an object, got null']],
    ['an array for an object', { a: 1 }, [1], ['expected an object, got [1]']],
    ['an object for an array', [1], { 0: 1 }, ['expected an array, got { "0": 1 }']],
    [
      'an array with more elements',
      { args: ['a'] },
      { args: ['a', 'b'] },
      ['args: expected just ["a"], got ["a", "b"]'],
    ],
    [
      'other elements, each in its place',
      { args: ['a', 'b', 'c'] },
      { args: ['x', 'b', 'y'] },
      ['args[0]: expected "a", got "x"', 'args[2]: expected "c", got "y"'],
    ],
    [
      'members with names that are none',
      { mounts: { '/src': { from: 'a' } } },
      { mounts: { '/src': { from: 'b' } } },
      ['mounts["/src"].from: expected "a", got "b"'],
    ],
    [
      'a regular expression, which matches nothing',
      { env: /CC/ },
      { env: {} },
      ['env: expected /CC/, got {}'],
    ],
    ['a map', { env: new Map() }, { env: {} }, ['env: expected a Map, got {}']],
    ['a number as a large one', { size: 1n }, { size: 1 }, ['size: expected 1n, got 1']],
    [
      'what every object inherits',
      { toString: Match.anyValue() },
      {},
      ['toString: expected any value, got nothing'],
    ],
  ])('does not match %s', (_, pattern, actual, lines) => {
    expect(mismatches(pattern, actual)).toEqual(lines);
  });

  test('is told on one line, long values cut, modes in octal', () => {
    expect(mismatches({ a: 'x' }, { a: { mode: 0o755, list: ['y'.repeat(200)] } })).toEqual([
      expect.stringMatching(/^a: expected "x", got \{ mode: 0o755, list: \["y+…$/),
    ]);
  });
});

describe('Match', () => {
  const { absent, anyValue, arrayEquals, arrayWith, exact, not, objectEquals, objectLike } = Match;
  const { serializedJson, stringLikeRegexp } = Match;

  test.each([
    ['objectLike', objectLike({ a: objectLike({ b: 1 }) }), { a: { b: 1, c: 2 }, d: 3 }],
    ['objectEquals', objectEquals({ a: { b: 1 } }), { a: { b: 1 } }],
    ['objectEquals, of a member that is undefined', objectEquals({ a: 1 }), { a: 1, b: undefined }],
    ['objectLike inside of objectEquals', objectEquals({ a: objectLike({}) }), { a: { b: 1 } }],
    ['arrayWith', arrayWith(['b', 'd']), ['a', 'b', 'c', 'd']],
    ['arrayWith, of nothing', arrayWith([]), ['a']],
    ['arrayWith, of objects with more members', arrayWith([{ a: 1 }]), [{ a: 1, b: 2 }]],
    ['arrayWith, of the same twice', arrayWith(['a', 'a']), ['a', 'b', 'a']],
    ['arrayEquals', arrayEquals(['a', anyValue()]), ['a', 'b']],
    ['exact', exact({ a: ['b'] }), { a: ['b'] }],
    ['absent', { a: absent() }, { b: 1 }],
    ['anyValue', { a: anyValue() }, { a: false }],
    ['not', not('a'), 'b'],
    ['not, of an object', not({ a: 1 }), { a: 2 }],
    ['stringLikeRegexp, of a text', stringLikeRegexp('^git://'), 'git://x'],
    [
      'stringLikeRegexp, of a global one',
      { a: [/g/g, /g/g].map(stringLikeRegexp) },
      { a: ['gg', 'gg'] },
    ],
    ['serializedJson', serializedJson({ a: [1] }), '{"a":[1],"b":2}'],
  ])('%s matches', (_, pattern, actual) => {
    expect(mismatches(pattern, actual)).toEqual([]);
    expect(mismatches(pattern, actual)).toEqual([]); // a pattern can be used again
  });

  test.each([
    ['objectLike', objectLike({ a: 1 }), { a: 2 }, ['a: expected 1, got 2']],
    [
      'objectEquals, for more members at any depth',
      objectEquals({ a: { b: 1 } }),
      { a: { b: 1, c: 2 }, d: 3 },
      ['a.c: expected nothing, got 2', 'd: expected nothing, got 3'],
    ],
    [
      'arrayWith, for another order',
      arrayWith(['b', 'a']),
      ['a', 'b'],
      ['no element is "a", behind element 1'],
    ],
    [
      'arrayWith, with the closest element',
      arrayWith([{ a: 1, b: 1 }]),
      [
        { a: 2, b: 2 },
        { a: 1, b: 2 },
      ],
      ['no element is { a: 1, b: 1 }', '[1].b: expected 1, got 2'],
    ],
    ['arrayWith, for no array', arrayWith(['a']), 'a', ['expected an array, got "a"']],
    ['arrayWith, for nothing', arrayWith(['a']), [], ['no element is "a"']],
    [
      'arrayEquals, for more',
      arrayEquals(['a']),
      ['a', 'b'],
      ['expected just ["a"], got ["a", "b"]'],
    ],
    [
      'exact, at any depth',
      exact([{ a: 1 }]),
      [{ a: 1, b: 2 }],
      ['[0].b: expected nothing, got 2'],
    ],
    ['absent', { a: absent() }, { a: 1 }, ['a: expected nothing, got 1']],
    ['anyValue', { a: anyValue() }, {}, ['a: expected any value, got nothing']],
    ['not', not('a'), 'a', ['expected anything but "a", got "a"']],
    [
      'stringLikeRegexp',
      stringLikeRegexp('^https:'),
      'git://x',
      ['expected a string like /^https:/, got "git://x"'],
    ],
    [
      'stringLikeRegexp, for no string',
      stringLikeRegexp('1'),
      1,
      ['expected a string like /1/, got 1'],
    ],
    ['serializedJson', serializedJson({ a: 1 }), '{"a":2}', ['["(JSON)"].a: expected 1, got 2']],
    ['serializedJson, for no JSON', serializedJson({}), '{', ['expected JSON, got "{"']],
    [
      'serializedJson, for no string',
      serializedJson({}),
      {},
      ['expected a string of JSON, got {}'],
    ],
  ])('%s does not match', (_, pattern, actual, lines) => {
    expect(mismatches(pattern, actual)).toEqual(lines);
  });

  test('patterns are told as one writes them', () => {
    const pattern = { a: arrayWith(['b']), c: not(exact({ d: absent() })) };
    expect(mismatches([pattern], [])).toEqual([
      'expected just [{ a: arrayWith(["b"]), c: not(exact({ d: absent() })) }], got []',
    ]);
  });
});

test("a matcher of one's own is used and told as any other", () => {
  class Even extends Matcher {
    readonly says = 'even';

    test(actual: unknown): MatchResult {
      const isEven = typeof actual === 'number' && actual % 2 === 0;
      return isEven ? MatchResult.MATCH : MatchResult.mismatch('an even number', actual);
    }
  }

  expect(mismatches({ a: Match.arrayWith([new Even()]) }, { a: [1, 2] })).toEqual([]);
  expect(mismatches({ a: new Even() }, { a: 1 })).toEqual(['a: expected an even number, got 1']);
  expect(mismatches(Match.not([new Even()]), [2])).toEqual([
    'expected anything but [even], got [2]',
  ]);
});
