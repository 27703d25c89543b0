import fc from 'fast-check';
import { coveredTime, type Interval, mergeIntervals } from '../../../lib/build/solve/interval';
import { VertexTimes } from '../../../lib/build/solve/vertex-times';

const NOW = 40;
const span = fc.record({ start: fc.nat(30), length: fc.option(fc.nat(12), { nil: undefined }) });
const spans = fc
  .array(span, { maxLength: 8 })
  .map((list) =>
    list.map(
      ({ length, start }): Interval =>
        length === undefined ? { start } : { start, end: start + length },
    ),
  );

/** Whether a moment between two milliseconds is within a span. */
const covers = ({ end = NOW, start }: Interval, moment: number) => start < moment && moment < end;

/** Moment by moment, what the sum says at once. */
const counted = (list: readonly Interval[]) =>
  Array.from({ length: NOW + 10 }, (_, at) => at + 0.5).filter((moment) =>
    list.some((one) => covers(one, moment)),
  ).length;

test('the time that spans cover counts each moment once', () => {
  fc.assert(
    fc.property(spans, (list) => {
      // A span that is not ended lasts until now; others may end later by another clock.
      const ended = list.map((one) => ({ ...one, end: Math.min(one.end ?? NOW, NOW) }));

      expect(coveredTime(ended, NOW)).toBe(counted(ended));
      expect(
        coveredTime(
          list.map(({ end, start }) =>
            end === undefined ? { start } : { start, end: Math.min(end, NOW) },
          ),
          NOW,
        ),
      ).toBe(counted(ended));
    }),
    { numRuns: 400 },
  );
});

test('joined spans are apart, in order, and cover the same', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const merged = mergeIntervals(list);

      expect(coveredTime(merged, NOW)).toBe(coveredTime(list, NOW));
      expect(mergeIntervals(merged)).toEqual(merged);
      for (const [at, { start }] of merged.slice(1).entries()) {
        expect(merged[at]?.end).toBeLessThan(start);
      }
    }),
  );
});

test('the order in which spans are told changes nothing, nor that one is told twice', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const time = coveredTime(list, NOW);

      expect(coveredTime([...list].reverse(), NOW)).toBe(time);
      expect(coveredTime([...list, ...list], NOW)).toBe(time);
    }),
  );
});

test('vertexes that ran at once count once, each run of one by its last report', () => {
  const times = new VertexTimes();
  const told = (digest: string, started?: number, completed?: number) => ({
    ...{ digest, inputs: [], name: digest, cached: false, error: '' },
    ...(started === undefined ? {} : { started }),
    ...(completed === undefined ? {} : { completed }),
  });
  const update = (...vertexes: ReturnType<typeof told>[]) =>
    times.update({ vertexes, statuses: [], logs: [], warnings: [] });
  update(told('a', 10, 20), told('b', 15), told('c'));
  update(told('b', 15, 30), told('a', 10, 22));
  update(told('a', 50, 60), told('other', 0, 1000));

  expect(times.covered(['a'])).toBe(22);
  expect(times.covered(['a', 'b', 'c'])).toBe(30);
  expect(times.covered(['none'])).toBe(0);
});
