import { renderHelp } from '../../../lib/cli/args/help';
import { displayWidth } from '../../../lib/cli/terminal/display-width';

test('letters and marks that are taken for one column each are so for a segmenter too', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const ranges = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x24f],
    [0x2010, 0x2027],
    [0x2030, 0x205e],
  ] as const;
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code += 1) {
      const character = String.fromCodePoint(code);
      expect([...segmenter.segment(`a${character}b`)]).toHaveLength(3);
      expect(character).not.toMatch(/[\p{Mark}\p{Cf}\p{Cc}]/u);
      expect(displayWidth(character)).toBe(1);
    }
  }
});

test('soft hyphens, joiners and combining marks have no width', () => {
  expect(['\u00ad', '\u200b', '\u200d', '\u0301', 'e\u0301', '\u2060'].map(displayWidth)).toEqual([
    0, 0, 0, 0, 1, 0,
  ]);
});

test('the help needs no segmenter, which takes longer to make than all else', () => {
  const made = jest.spyOn(Intl, 'Segmenter');

  renderHelp(60);

  expect(made).not.toHaveBeenCalled();
  made.mockRestore();
});
