import fc from 'fast-check';
import { Definition } from '../../../lib/llb';
import { StoredDefinition } from '../../../lib/llb/definition/stored';
import { definition } from '../arbitrary-metadata';
import { plain } from '../arbitrary-ops';
import { digests, hex, marshal } from '../decoded';
import { graph } from '../random-graph';

test('is the definition that was stored, in every part', () => {
  fc.assert(
    fc.property(definition, (whole) => {
      const bytes = whole.toBytes();
      const stored = new StoredDefinition(bytes, whole.capabilities);
      const read = Definition.fromBytes(bytes);
      expect(digests(stored)).toEqual(digests(read));
      expect(stored.digest).toBe(read.digest);
      expect(stored.head).toEqual(read.head);
      expect(plain(stored.metadata)).toEqual(plain(read.metadata));
      expect(plain(stored.source?.infos)).toEqual(plain(read.source?.infos));
      for (const digest of digests(read)) {
        expect(plain(stored.op(digest))).toEqual(plain(read.op(digest)));
        expect(stored.locations(digest)).toEqual(read.locations(digest));
      }
    }),
  );
});

test('gives the bytes that were stored, not a copy that it made', () => {
  fc.assert(
    fc.property(definition, (whole) => {
      const bytes = whole.toBytes();
      expect(new StoredDefinition(bytes, []).toBytes()).toBe(bytes);
    }),
    { numRuns: 20 },
  );
});

test('can be changed like any other', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const whole = marshal(state, { customName: 'n' });
      const stored = new StoredDefinition(whole.toBytes(), whole.capabilities);
      const move = (to: Definition): Definition =>
        to.mapSources(({ identifier, attrs }) => ({ identifier: `${identifier}x`, attrs }));
      expect(hex(move(stored).toBytes())).toBe(hex(move(whole).toBytes()));
      expect(hex(stored.withIgnoreCache().toBytes())).toBe(hex(whole.withIgnoreCache().toBytes()));
    }),
  );
});

test('knows what it asks of a daemon without a look at its ops', () => {
  const stored = new StoredDefinition(Buffer.of(), ['a', 'b', 'a']);
  expect([...stored.capabilities]).toEqual(['a', 'b']);
});

test('finds faults in metadata only when that is asked for', () => {
  const whole = marshal(graphOfOne());
  const broken = Buffer.concat([whole.toBytes(), Buffer.from([0x12, 2, 0x08, 1])]);
  const stored = new StoredDefinition(broken, whole.capabilities);
  expect(digests(stored)).toEqual(digests(whole));
  expect(stored.toBytes()).toBe(broken);
  expect(() => stored.metadata).toThrow(expect.objectContaining({ code: 'E_LLB_DECODE' }));
});

function graphOfOne() {
  const [state] = fc.sample(graph, { numRuns: 1, seed: 1 });
  if (state === undefined) throw new Error('no graph');
  return state;
}

test('refuses bytes that are no message at once', () => {
  expect(() => new StoredDefinition(Buffer.from([0x0a, 9]), [])).toThrow(
    expect.objectContaining({ code: 'E_LLB_DECODE' }),
  );
});

test('keeps fields that nobody knows yet', () => {
  const whole = marshal(graphOfOne());
  const unknown = Buffer.from([0xa2, 0x06, 1, 0x61]);
  const stored = new StoredDefinition(Buffer.concat([whole.toBytes(), unknown]), []);
  expect(hex(stored.unknown ?? Buffer.of())).toBe(hex(unknown));
});
