import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../lib/file-tree/read-text';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('read-text');
const outside = temporaryFolder('outside');

beforeAll(() => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub/lock'), 'text');
  writeFileSync(join(outside, 'lock'), 'secret');
  symlinkSync(outside, join(folder, 'out'));
  symlinkSync(join(outside, 'lock'), join(folder, 'link'));
  symlinkSync('sub', join(folder, 'in'));
});

test('a file below a folder is read, also by a folder that is a link in it', () => {
  expect(readText(folder, 'sub/lock', 4)).toBe('text');
  expect(readText(folder, 'in/lock', 4)).toBe('text');
});

test.each(['lock', 'sub/lock/x', 'other/lock'])('"%s" is not there', (path) => {
  expect(readText(folder, path, 4)).toBeUndefined();
});

test.each([
  ['out/lock', /leads out/],
  ['link', /"link"/],
  ['sub', /no file/],
])('"%s" is refused', (path, message) => {
  expect(() => readText(folder, path, 100)).toThrow(message);
});

test('what is larger than it may be is refused', () => {
  expect(() => readText(folder, 'sub/lock', 3)).toThrow(/more than 3 bytes/);
});
