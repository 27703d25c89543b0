import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { globPattern } from '../../../lib/debian/policy/glob';

describe('a pattern of the shell', () => {
  test.each([
    ['*', '', true],
    ['lib*', 'libc6', true],
    ['lib*', 'zlib', false],
    ['1.2?', '1.23', true],
    ['1.2?', '1.2', false],
    ['1.2', '1x2', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['g\\*', 'g*', true],
    ['g\\*', 'gcc', false],
    ['libstdc++6', 'libstdc++6', true],
    ['[', '[', true],
  ])('%j fits %j: %s', (glob, text, isFitting) => {
    expect(globPattern(glob).test(text)).toBe(isFitting);
  });

  test('means what the shell means by it', () => {
    const pieces = fc.constantFrom('a', 'b', '.', '+', '-', '*', '?', '[ab]', '[!a]', '[a-b.]');
    const globs = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '.', '+', '-'), { maxLength: 6 });
    const cases = fc.sample(fc.tuple(globs, texts), 400).map(([glob, text]) => ({
      glob,
      text: text.join(''),
    }));
    const script =
      'while read -r g && read -r t; do case "$t" in $g) echo 1;; *) echo 0;; esac; done';
    const input = cases.map(({ glob, text }) => `${glob}\n${text}\n`).join('');
    const { stdout } = spawnSync('sh', ['-f', '-c', script], { input, encoding: 'utf8' });

    expect(cases.map(({ glob, text }) => (globPattern(glob).test(text) ? '1' : '0'))).toEqual(
      stdout.trim().split('\n'),
    );
  });
});
