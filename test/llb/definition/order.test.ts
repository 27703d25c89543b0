import fc from 'fast-check';
import { type Definition, decodeOp } from '../../../lib/llb';
import { inputsFirst } from '../../../lib/llb/definition/order';
import { marshal } from '../decoded';
import { graph } from '../random-graph';

const shuffled = graph.chain((state) => {
  const { ops } = marshal(state);
  return fc.tuple(
    fc.constant(ops),
    fc.shuffledSubarray([...ops], { minLength: ops.length, maxLength: ops.length }),
  );
});

function isOrdered(ops: Definition['ops']): boolean {
  const seen = new Set<string>();
  return ops.every(({ digest, bytes }) => {
    seen.add(digest);
    return decodeOp(bytes).inputs.every((input) => seen.has(input.digest));
  });
}

test('ops in the order of their use stay where they are', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const { ops } = marshal(state);
      expect(isOrdered(ops)).toBe(true);
      expect(inputsFirst(ops)).toEqual(ops);
    }),
  );
});

test('ops in any order come behind what they use, all of them and once', () => {
  fc.assert(
    fc.property(shuffled, ([ops, mixed]) => {
      const sorted = inputsFirst(mixed);
      expect(isOrdered(sorted)).toBe(true);
      expect(new Set(sorted)).toEqual(new Set(ops));
      expect(sorted.length).toBe(ops.length);
    }),
  );
});

test('an op that is there twice is there once', () => {
  fc.assert(
    fc.property(shuffled, ([ops, mixed]) => {
      const twice = inputsFirst([...ops, ...mixed]).map(({ digest }) => digest);
      expect(new Set(twice).size).toBe(twice.length);
      expect(twice.length).toBe(ops.length);
    }),
  );
});

test('an edge to an op that is not there is passed over', () => {
  fc.assert(
    fc.property(graph, (state) => {
      const { ops } = marshal(state);
      expect(inputsFirst(ops.slice(1))).toEqual(ops.slice(1));
    }),
  );
});
