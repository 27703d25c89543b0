import fc from 'fast-check';
import { fingerprint, packCode, unpackCode } from '../../../lib/build/app/code-pack';

const module_ = fc.tuple(
  fc.string({ minLength: 1 }),
  fc.record({
    source: fc.string().map(fingerprint),
    code: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  }),
);
const modules = fc
  .uniqueArray(module_, { maxLength: 5, selector: ([name]) => name })
  .map((list) => new Map(list));

test('code that is packed is unpacked for the same modules, byte by byte', () => {
  fc.assert(
    fc.property(modules, (list) => {
      const unpacked = unpackCode(packCode(list));

      expect([...unpacked.keys()]).toEqual([...list.keys()]);
      for (const [name, { code, source }] of list) {
        expect(unpacked.get(name)?.source).toBe(source);
        expect(unpacked.get(name)?.code.equals(code)).toBe(true);
      }
      expect(packCode(list).equals(packCode(new Map(list)))).toBe(true);
    }),
  );
});

test('a pack with any byte changed, added or missing is refused', () => {
  fc.assert(
    fc.property(modules, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, n, bits) => {
      const pack = packCode(list);
      const at = n % pack.length;
      const changed = Buffer.from(pack);
      changed[at] = (changed[at] ?? 0) ^ bits;

      for (const damaged of [
        changed,
        pack.subarray(0, at),
        Buffer.concat([pack, pack.subarray(0, 1)]),
      ]) {
        expect(() => unpackCode(damaged)).toThrow('the file is damaged');
      }
    }),
  );
});

test('a fingerprint is of the text alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(fingerprint(a) === fingerprint(b)).toBe(a === b);
    }),
  );
});
