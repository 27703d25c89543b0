import { cleanLine, redactCredentials } from '../../lib/cli/terminal/clean-text';
import { displayWidth, padEnd, truncate } from '../../lib/cli/terminal/display-width';
import { renderTable } from '../../lib/cli/terminal/table';
import { formatBytes, formatSeconds } from '../../lib/cli/terminal/units';
import { wrapText } from '../../lib/cli/terminal/wrap';

test.each([
  ['abc', 3],
  ['', 0],
  ['grün', 4],
  ['gru\u0308n', 4],
  ['安装', 4],
  ['👍', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['a\u200bb', 2],
])('display width of %j is %i', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('truncates between graphemes and marks the cut', () => {
  expect(truncate('hello', 5)).toBe('hello');
  expect(truncate('hello!', 5)).toBe('hell…');
  expect(truncate('安装工具', 6)).toBe('安装…');
  expect(truncate('安装工具', 5)).toBe('安装…');
  expect(truncate('hello', 0)).toBe('');
  expect(padEnd('安', 4)).toBe('安  ');
});

test('breaks at spaces only', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('averyverylongword and', 5)).toEqual(['averyverylongword', 'and']);
  expect(wrapText('two\nlines', 80)).toEqual(['two', 'lines']);
});

test.each([
  ['\x1b[2J\x1b[1;1Hplain', 'plain'],
  ['\x1b]0;title\x07plain', 'plain'],
  ['\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['\x1b(Bplain\x1b7', 'plain'],
  ['\x07\x08\x00plain\x7f', 'plain'],
  ['a\tb', 'a    b'],
  ['10%\r50%\r100%\r', '100%'],
  ['cut \x1b', 'cut '],
  ['cut \x1b[31', 'cut 31'],
  ['\x9b2Jplain', 'plain'],
])('cleans %j', (line, expected) => {
  expect(cleanLine(line, { keepColor: false })).toBe(expected);
});

test('keeps colors, and nothing else, where asked to', () => {
  expect(cleanLine('\x1b[1;31mred\x1b[0m\x1b[2K\x1b[?25l', { keepColor: true })).toBe(
    '\x1b[1;31mred\x1b[0m',
  );
});

test('removes credentials from every URL of a text', () => {
  expect(redactCredentials('a https://u:p@h.example/x b http://t@h.example c@d.example')).toBe(
    'a https://h.example/x b http://h.example c@d.example',
  );
  expect(redactCredentials('docker-image://docker.io/library/x@sha256:00')).toBe(
    'docker-image://docker.io/library/x@sha256:00',
  );
});

test('aligns the columns of a table by what is seen', () => {
  expect(
    renderTable(
      [{ title: 'NAME' }, { title: 'SIZE', align: 'right' }, { title: 'NOTE' }],
      [
        ['hello', '1.20MB', ''],
        ['安装', '9B', 'x'],
      ],
    ),
  ).toBe('NAME     SIZE  NOTE\nhello  1.20MB\n安装       9B  x\n');
  expect(renderTable([{ title: 'NAME' }], [])).toBe('');
});

test.each([
  [0, '0B'],
  [999, '999B'],
  [1000, '1.00kB'],
  [1_234_567, '1.23MB'],
  [9_999_999_999_999, '10.00TB'],
])('formats %i bytes', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('formats seconds, and no negative ones', () => {
  expect(formatSeconds(1234)).toBe('1.2s');
  expect(formatSeconds(-5)).toBe('0.0s');
});
