import fc from 'fast-check';
import { parseStanza, parseStanzas } from '../../lib/debian';
import { BuildError } from '../../lib/errors';

describe('parseStanzas', () => {
  it('reads paragraphs, folded fields and comments', () => {
    const text = [
      '# a comment',
      'Package: a',
      'Depends: b,',
      '# within a field',
      ' c',
      '',
      '   ',
      'Package:d',
      'Description: short',
      ' long',
      ' .',
      '  more',
    ].join('\n');

    const [first, second, ...rest] = parseStanzas(text);

    expect(rest).toEqual([]);
    expect(Object.fromEntries(first ?? [])).toEqual({ package: 'a', depends: 'b,\nc' });
    expect(second?.get('description')).toBe('short\nlong\n.\n more');
  });

  it('finds fields whatever their case', () => {
    expect(parseStanza('PACKAGE: a').get('package')).toBe('a');
  });

  it('keeps a colon in a value', () => {
    expect(parseStanza('Homepage: https://example.org/').get('homepage')).toBe(
      'https://example.org/',
    );
  });

  it.each([
    ['no colon', 'Package', /line 1/],
    ['a continuation of nothing', ' x', /line 1/],
    ['a field given twice', 'A: 1\na: 2', /line 2/],
    ['a blank in a field name', 'A: 1\nA B: 2', /line 2/],
    ['a name that starts with a hyphen', '-A: 1', /line 1/],
  ])('rejects %s', (_, text, line) => {
    expect(() => parseStanzas(text)).toThrow(
      expect.objectContaining({ code: 'E_DEBIAN_CONTROL', message: expect.stringMatching(line) }),
    );
  });

  it('fails with its own error on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('A', ':', ' ', '\n', '#', '-', '\t') }),
        (text) => {
          try {
            parseStanzas(text);
          } catch (error) {
            expect(BuildError.is(error)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('parseStanza', () => {
  it.each(['', 'A: 1\n\nA: 2'])('rejects %j, which has not one paragraph', (text) => {
    expect(() => parseStanza(text)).toThrow(expect.objectContaining({ code: 'E_DEBIAN_CONTROL' }));
  });
});
