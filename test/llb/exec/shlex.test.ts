import fc from 'fast-check';
import { shlex } from '../../../lib/llb';
import { optionError } from '../decoded';
import { compareRows, goTables, orRefused } from '../go-tables';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const WHOLE = 'a command line that is whole';

test('gives the words that google/shlex gives, and refuses what it refuses', () => {
  const { ours, go } = compareRows(goTables().shlex, (line) =>
    orRefused('E_LLB_OPTION', () => shlex(line)),
  );
  expect(ours).toEqual(go);
});

test('words in single quotes come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(text), (words) => {
      const line = words.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`).join(' ');
      expect(shlex(line)).toEqual(words);
    }),
  );
});

test('words in double quotes come out as they went in, with a backslash before quotes', () => {
  fc.assert(
    fc.property(fc.array(text), (words) => {
      const line = words.map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join('\t');
      expect(shlex(line)).toEqual(words);
    }),
  );
});

test('words with a backslash before each character come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(text.filter(Boolean)), (words) => {
      const line = words.map((word) => [...word].map((unit) => `\\${unit}`).join('')).join('\n');
      expect(shlex(line)).toEqual(words);
    }),
  );
});

test('space around words makes no difference', () => {
  const word = fc.stringMatching(/^[a-z0-9=.-]{1,6}$/);
  const space = fc.stringMatching(/^[ \t\r\n]{1,4}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(word, space)), space, (pairs, before) => {
      const line = before + pairs.map(([text, after]) => text + after).join('');
      expect(shlex(line)).toEqual(pairs.map(([text]) => text));
    }),
  );
});

test.each([
  ['', []],
  ['  ', []],
  ["''", ['']],
  ['a""', ['a']],
  ['"" ""', ['', '']],
  ['a"b c"d', ['ab cd']],
  ['a # b c', ['a']],
  ['a #b\nc', ['a', 'c']],
  ['a#b', ['a#b']],
  ["''#b", ['#b']],
  ["'#' b", ['#', 'b']],
  [`"a\\$b"`, ['a$b']],
  [`'a\\'`, ['a\\']],
  ['$HOME *', ['$HOME', '*']],
  ['a\\\nb', ['a\nb']],
  ['a\u00a0b\vc', ['a\u00a0b\vc']],
])('%j is split into %j', (line, words) => {
  expect(shlex(line)).toEqual(words);
});

test.each([
  ["a 'b", `a ' that is not closed in "a 'b"`],
  ['a "b\'', 'a " that is not closed in "a \\"b\'"'],
  ['a\\', 'a backslash at its end in "a\\\\"'],
  ['"\\"', 'a " that is not closed in "\\"\\\\\\""'],
])('%j is refused, and the error shows it', (line, got) => {
  expect(() => shlex(line)).toThrow(optionError('args', got, WHOLE));
});
