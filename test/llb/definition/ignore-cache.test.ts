import fc from 'fast-check';
import { Definition } from '../../../lib/llb';
import { definition } from '../arbitrary-metadata';
import { hex } from '../decoded';

test('a definition whose caches are ignored has the same ops, and all of them ignore caches, now and again', () => {
  fc.assert(
    fc.property(definition, (before) => {
      const after = before.withIgnoreCache();
      expect(after.ops).toBe(before.ops);
      for (const { digest } of after.ops) {
        const own = after.metadata.get(digest);
        expect(own).toEqual({
          ...{ description: undefined, exportCache: undefined, caps: [] },
          ...{ progressGroup: undefined, linuxResources: undefined },
          ...before.metadata.get(digest),
          ignoreCache: true,
        });
      }
      expect(hex(after.withIgnoreCache().toBytes())).toBe(hex(after.toBytes()));
      expect(hex(Definition.fromBytes(after.toBytes()).toBytes())).toBe(hex(after.toBytes()));
    }),
  );
});
