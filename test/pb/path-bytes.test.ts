import fc from 'fast-check';
import { decodePath, encodePath } from '../../lib/pb/path-bytes';

const encoded = (path: string): Buffer => Buffer.from(encodePath(path));

/** Bytes as names have them: text, text that is cut, and anything. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }).map((one) => Buffer.from(one)),
      fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => Buffer.from(text)),
      fc
        .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }), fc.nat(4))
        .map(([text, cut]) => Buffer.from(text).subarray(0, cut)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));

const isUtf8 = (name: Buffer) => Buffer.from(name.toString()).equals(name);

test('the bytes of a path come back, whatever they are', () => {
  fc.assert(
    fc.property(bytes, (name) => {
      expect(encoded(decodePath(name))).toEqual(name);
    }),
    { numRuns: 1000 },
  );
});

test('a path that is UTF-8 is its text, and Node is given that', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const name = Buffer.from(text);

      expect(decodePath(name)).toBe(name.toString());
      expect(encodePath(decodePath(name))).toBe(name.toString());
    }),
  );
});

test('two paths are one text where their bytes are the same, and only there', () => {
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect(decodePath(one) === decodePath(other)).toBe(one.equals(other));
    }),
  );
});

test('only what is no UTF-8 is given to Node as bytes', () => {
  fc.assert(
    fc.property(bytes, (name) => {
      expect(typeof encodePath(decodePath(name))).toBe(isUtf8(name) ? 'string' : 'object');
    }),
  );
});

test('a path that is cut apart at its slashes and joined again is the same', () => {
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      const whole = Buffer.concat([one, Buffer.from('/'), other]);

      expect(`${decodePath(one)}/${decodePath(other)}`).toBe(decodePath(whole));
    }),
  );
});

test.each<[string, readonly number[], string]>([
  ['a byte that begins nothing', [0xff], '\udcff'],
  ['a byte that goes on', [0x80, 0x61], '\udc80a'],
  ['a character that is cut', [0xf0, 0x9f, 0x98], '\udcf0\udc9f\udc98'],
  ['a character that is cut before another', [0xe2, 0x82, 0x61], '\udce2\udc82a'],
  ['a slash in two bytes', [0xc0, 0xaf], '\udcc0\udcaf'],
  ['half a surrogate pair', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
  ['an escape of ours in UTF-8', [0xed, 0xb2, 0x80], '\udced\udcb2\udc80'],
  ['a character beyond the last', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
  ['a mark of the byte order', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  ['the mark that readers put for what they cannot read', [0xef, 0xbf, 0xbd], '\ufffd'],
])('%s is read as Python reads names', (_, name, expected) => {
  expect(decodePath(Uint8Array.from(name))).toBe(expected);
  expect([...encoded(expected)]).toEqual(name);
});
