import fc from 'fast-check';
import { Definition } from '../../../lib/llb';
import { definition } from '../arbitrary-metadata';
import { plain } from '../arbitrary-ops';
import { digests, hex } from '../decoded';
import { rewrittenBySchema } from '../upstream-schema';

test('any definition is read as it was written', () => {
  fc.assert(
    fc.property(definition, (written) => {
      const bytes = written.toBytes();
      const read = Definition.fromBytes(bytes);
      expect(digests(read)).toEqual(digests(written));
      expect(new Map(sorted(plain(read.metadata)))).toEqual(
        new Map(sorted(plain(written.metadata))),
      );
      expect(plain(read.source?.infos)).toEqual(plain(written.source?.infos));
      expect(new Map(read.source?.locations)).toEqual(new Map(written.source?.locations));
      expect(hex(read.toBytes())).toBe(hex(bytes));
    }),
    { numRuns: 300 },
  );
});

function sorted(entries: unknown): (readonly [string, unknown])[] {
  const list = entries as readonly (readonly [string, unknown])[];
  return [...list].sort(([a], [b]) => (a < b ? -1 : 1));
}

test("another implementation writes the same bytes by BuildKit's schema", () => {
  fc.assert(
    fc.property(definition, (written) => {
      const bytes = written.toBytes();
      expect(hex(rewrittenBySchema('Definition', bytes))).toBe(hex(bytes));
    }),
    { numRuns: 300 },
  );
});

test('the order in which metadata and lines were noted makes no difference', () => {
  fc.assert(
    fc.property(definition, ({ ops, metadata, source }) => {
      const turned = new Definition(ops, new Map([...metadata].reverse()), () =>
        source === undefined
          ? undefined
          : { ...source, locations: new Map([...source.locations].reverse()) },
      );
      const straight = new Definition(ops, metadata, () => source);
      expect(hex(turned.toBytes())).toBe(hex(straight.toBytes()));
    }),
  );
});

test('the capabilities of an op are written in the order of their bytes, whatever theirs is', () => {
  fc.assert(
    fc.property(definition, fc.boolean(), ({ ops, metadata }, isTurned) => {
      const turned = [...metadata].map(([digest, own]) => {
        const caps = isTurned ? [...own.caps].reverse() : own.caps;
        return [digest, { ...own, caps: [...caps, ...caps] }] as const;
      });
      const bytes = new Definition(ops, new Map(turned), () => undefined).toBytes();
      expect(hex(bytes)).toBe(hex(new Definition(ops, metadata, () => undefined).toBytes()));
    }),
  );
});

test('a capability that is asked for and not asked for is asked for', () => {
  const [digest, both] = ['d', { ignoreCache: false, caps: ['a'], disabledCaps: ['a', 'b'] }];
  const bytes = new Definition([], new Map([[digest, both]]), () => undefined).toBytes();
  const text = hex(bytes);
  expect(text).toContain('2a050a01611001');
  expect(text).toContain('2a050a01621000');
});

test('a definition is written while another is being written', () => {
  fc.assert(
    fc.property(definition, definition, (outer, inner) => {
      const info = { filename: 'f', language: '', data: new Uint8Array(), definition: inner };
      const record = { infos: [info, info], locations: new Map() };
      const bytes = new Definition(outer.ops, outer.metadata, () => record).toBytes();
      const read = Definition.fromBytes(bytes);
      expect(
        read.source?.infos.map((own) => hex(own.definition?.toBytes() ?? Buffer.of())),
      ).toEqual([hex(inner.toBytes()), hex(inner.toBytes())]);
      expect(hex(rewrittenBySchema('Definition', bytes))).toBe(hex(bytes));
    }),
    { numRuns: 50 },
  );
});

test('text without a UTF-8 form is refused, and the next definition is whole', () => {
  fc.assert(
    fc.property(definition, (whole) => {
      const before = hex(whole.toBytes());
      const description = { a: '\ud800' };
      const broken = new Map([['d', { ignoreCache: false, caps: [], description }]]);
      expect(() => new Definition(whole.ops, broken, () => undefined).toBytes()).toThrow(
        expect.objectContaining({ code: 'E_LLB_TEXT' }),
      );
      expect(hex(whole.toBytes())).toBe(before);
    }),
    { numRuns: 30 },
  );
});
