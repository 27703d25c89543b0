import { formatRelation, parseRelation, parseRelations, versionSatisfies } from '../../lib/debian';

describe('parseRelations', () => {
  it('reads alternatives, bounds and qualifiers', () => {
    const groups = parseRelations('libc6 (>= 2.38), awk | mawk:any (<<1:2), python3:any');

    expect(groups).toEqual([
      [{ name: 'libc6', bound: { operator: '>=', version: '2.38' } }],
      [
        { name: 'awk' },
        { name: 'mawk', qualifier: 'any', bound: { operator: '<<', version: '1:2' } },
      ],
      [{ name: 'python3', qualifier: 'any' }],
    ]);
  });

  it('leaves out what has a meaning in source packages only', () => {
    expect(parseRelations('a (= 1) [amd64 !i386] <!nocheck> <x>, b [linux-any]')).toEqual([
      [{ name: 'a', bound: { operator: '=', version: '1' } }],
      [{ name: 'b' }],
    ]);
  });

  it('takes an empty field and stray commas', () => {
    expect(parseRelations('')).toEqual([]);
    expect(parseRelations('a,, b,\n')).toEqual([[{ name: 'a' }], [{ name: 'b' }]]);
  });

  it('reads the obsolete operators as inclusive ones', () => {
    expect(parseRelation('a (< 2)').bound?.operator).toBe('<=');
    expect(parseRelation('a (> 2)').bound?.operator).toBe('>=');
  });

  it.each(['a (2)', 'a b', 'a (>= )', '(>= 1)', 'a |', 'a:', 'ä', 'a (>= 1'])(
    'rejects %j',
    (text) => {
      expect(() => parseRelations(text)).toThrow(
        expect.objectContaining({ code: 'E_DEBIAN_CONTROL' }),
      );
    },
  );
});

describe('formatRelation', () => {
  it.each(['a', 'a:any', 'a (>= 1:2~3)', 'a:arm64 (<< 2)'])('writes %s as it was read', (text) => {
    expect(formatRelation(parseRelation(text))).toBe(text);
  });
});

describe('versionSatisfies', () => {
  it.each([
    ['<<', [true, false, false]],
    ['<=', [true, true, false]],
    ['=', [false, true, false]],
    ['>=', [false, true, true]],
    ['>>', [false, false, true]],
  ])('bounds by %s', (operator, expected) => {
    const relation = parseRelation(`a (${operator} 2)`);
    expect(['1', '2', '3'].map((version) => versionSatisfies(version, relation))).toEqual(expected);
  });
});
