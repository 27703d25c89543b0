import fc from 'fast-check';
import { copy, image, mkfile, scratch } from '../../../lib/llb';
import { partOf } from '../../../lib/llb/definition/part-of';
import { digests, marshal } from '../decoded';
import { graphSteps, resultOf, statesOf } from '../random-graph';

const below = scratch()
  .file(mkfile('/a', 0o644, 'a'))
  .file(mkfile('/b', 0o644, 'b'));
const whole = marshal(
  image('base')
    .file(copy(below, '/', '/'))
    .file(mkfile('/c', 0o644, 'c')),
);

test('is the graph of the op as it would be marshalled by itself', () => {
  const alone = marshal(below);

  const part = partOf(whole, alone.head?.digest ?? '');

  expect(part.ops).toEqual(alone.ops);
  expect(part.ops.length).toBeLessThan(whole.ops.length);
  expect(part.digest).toBe(alone.digest);
});

test('is all of the graph for the op that is its result', () => {
  expect(partOf(whole, whole.head?.digest ?? '').ops).toEqual(whole.ops);
});

test('is refused for an op that is not there', () => {
  expect(() => partOf(whole, 'sha256:none')).toThrow('definition has no op sha256:none');
});

test('each part of a graph is what it would be by itself', () => {
  fc.assert(
    fc.property(graphSteps, (steps) => {
      const states = statesOf(steps).filter(({ output }) => output?.index === 0);
      const whole = marshal(resultOf(states), { customName: 'n' });
      for (const state of states) {
        const alone = marshal(state);
        const part = partOf(whole, alone.head?.digest ?? '');
        expect(new Set(digests(part))).toEqual(new Set(digests(alone)));
        expect(part.digest).toBe(alone.digest);
        const known = digests(part)
          .slice(0, -1)
          .map((digest) => [digest, whole.metadata.get(digest)] as const);
        expect(part.metadata).toEqual(new Map(known));
        expect(part.source).toBeUndefined();
      }
    }),
  );
});

test('a part of a part is a part of the whole', () => {
  fc.assert(
    fc.property(graphSteps, (steps) => {
      const whole = marshal(resultOf(statesOf(steps)));
      for (const { digest } of whole.ops.slice(0, -1)) {
        const part = partOf(whole, digest);
        for (const inner of digests(part).slice(0, -1)) {
          expect(partOf(part, inner).ops).toEqual(partOf(whole, inner).ops);
        }
      }
    }),
    { numRuns: 50 },
  );
});
