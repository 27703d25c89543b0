import fc from 'fast-check';
import { mergeMetadata, type OpMetadata } from '../../../lib/llb/wire/metadata';
import { metadata } from '../arbitrary-metadata';
import { plain } from '../arbitrary-ops';

const SILENT: OpMetadata = { ignoreCache: false, caps: [] };

test('nothing to say changes nothing, before or after', () => {
  fc.assert(
    fc.property(metadata, (own) => {
      expect(plain(mergeMetadata(own, SILENT))).toEqual(plain(own));
      expect(plain(mergeMetadata(SILENT, own))).toEqual(plain(own));
    }),
  );
});

test('it makes no difference which two of three are joined first', () => {
  fc.assert(
    fc.property(metadata, metadata, metadata, (a, b, c) => {
      expect(plain(mergeMetadata(mergeMetadata(a, b), c))).toEqual(
        plain(mergeMetadata(a, mergeMetadata(b, c))),
      );
    }),
  );
});

test('what both say is said by the later one; what one asks for is asked for', () => {
  fc.assert(
    fc.property(metadata, metadata, (first, second) => {
      const merged = mergeMetadata(first, second);
      expect(merged.ignoreCache).toBe(first.ignoreCache || second.ignoreCache);
      expect(merged.exportCache).toBe(second.exportCache ?? first.exportCache);
      expect(merged.progressGroup).toBe(second.progressGroup ?? first.progressGroup);
      expect(merged.linuxResources).toBe(second.linuxResources ?? first.linuxResources);
      expect(new Set(merged.caps)).toEqual(new Set([...first.caps, ...second.caps]));
      for (const [key, value] of Object.entries(second.description ?? {})) {
        expect(merged.description?.[key]).toBe(value);
      }
    }),
  );
});

test('no capability is asked for twice', () => {
  fc.assert(
    fc.property(metadata, metadata, (first, second) => {
      const { caps } = mergeMetadata(first, second);
      expect(caps.length).toBe(new Set(caps).size);
    }),
  );
});

test('neither side is changed', () => {
  fc.assert(
    fc.property(metadata, metadata, (first, second) => {
      const before = [plain(first), plain(second)];
      mergeMetadata(first, second);
      expect([plain(first), plain(second)]).toEqual(before);
    }),
  );
});
