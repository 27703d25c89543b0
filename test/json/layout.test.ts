import { block, bytewise, line, list, members } from '../../lib/json';

describe('the layout of JSON', () => {
  const values = { b: 1, '2048': 2, '0ad': 3, é: 4, '\u{1F600}': 5, '\uFFFD': 6, __proto__x: 7 };

  it('sorts keys by their UTF-8 bytes, numbers and all', () => {
    expect(members(values, String).map(([key]) => key)).toEqual([
      '0ad',
      '2048',
      '__proto__x',
      'b',
      'é',
      '\uFFFD',
      '\u{1F600}',
    ]);
    expect(['\u{1F600}', '\uFFFD'].sort(bytewise)).toEqual(['\uFFFD', '\u{1F600}']);
  });

  it('gives one fact a line, and JSON', () => {
    const inner = block(
      '  ',
      members({ a: ['x', 'y'] }, (items) => list('    ', items)),
    );
    const text = block('', [
      ['k"', inner],
      ['z', line({ one: 1, none: undefined, two: ['2'] })],
    ]);

    expect(text.split('\n')).toEqual([
      '{',
      '  "k\\"": {',
      '    "a": [',
      '      "x",',
      '      "y"',
      '    ]',
      '  },',
      '  "z": { "one": 1, "two": ["2"] }',
      '}',
    ]);
    expect(JSON.parse(text)).toEqual({ 'k"': { a: ['x', 'y'] }, z: { one: 1, two: ['2'] } });
  });

  it('has nothing between brackets where there is nothing', () => {
    expect([block('', []), list('', []), line({}), line({ a: undefined })]).toEqual([
      '{}',
      '[]',
      '{}',
      '{}',
    ]);
  });
});
