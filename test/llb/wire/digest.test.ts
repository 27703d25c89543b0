import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { digestOf, parseDigest } from '../../../lib/llb';

test('is the sha256 of the bytes, in the form that BuildKit writes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const digest = digestOf(bytes);
      expect(digest).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
      expect(parseDigest(digest)).toBe(digest);
    }),
  );
});

test('is that of the view, not of the buffer behind it', () => {
  const buffer = Buffer.from('--abc--');
  expect(digestOf(buffer.subarray(2, 5))).toBe(digestOf(Buffer.from('abc')));
});

test('of nothing is well known', () => {
  expect(digestOf(new Uint8Array())).toBe(
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
});

const HEX = 'a'.repeat(64);
test.each([
  ['no algorithm', HEX],
  ['another algorithm', `sha512:${HEX}`],
  ['upper case', `sha256:${HEX.toUpperCase()}`],
  ['a digit too few', `sha256:${HEX.slice(1)}`],
  ['a digit too many', `sha256:${HEX}a`],
  ['another letter', `sha256:${HEX.slice(1)}g`],
  ['a line break behind it', `sha256:${HEX}\n`],
  ['a space before it', ` sha256:${HEX}`],
])('a text with %s is no digest', (_name, text) => {
  expect(parseDigest(text)).toBeUndefined();
});
