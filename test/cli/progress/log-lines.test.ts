import fc from 'fast-check';
import { LogLines } from '../../../lib/cli/progress/log-lines';
import { PartProgress } from '../../../lib/cli/progress/part-progress';
import { Trace } from '../../../lib/cli/progress/trace';
import { log, START, status, vertex } from './recording';

/** Cuts bytes into pieces, anywhere: in the middle of a line, or of a character. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
}

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '安', '👍', '\n', '\r', '\t'),
  maxLength: 30,
});
const cuts = fc.array(fc.nat(200), { maxLength: 6 });

test('output in whatever pieces gives the lines of the whole', () => {
  fc.assert(
    fc.property(text, cuts, (output, at) => {
      const lines = new LogLines();
      const got = pieces(Buffer.from(output), at).flatMap((piece) => lines.push(1, piece));
      const rest = lines.flush();
      const [last, ...whole] = output.split('\n').reverse();

      expect(got).toEqual(whole.reverse());
      expect(rest).toEqual(last === '' ? [] : [last]);
      expect([lines.open(), lines.flush()]).toEqual([[], []]);
    }),
    { numRuns: 300 },
  );
});

test('the two streams of a vertex do not mix, however they take turns', () => {
  const turn = fc.tuple(fc.constantFrom(1, 2), text);
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 8 }), (turns) => {
      const lines = new LogLines();
      const got = new Map<number, string[]>([
        [1, []],
        [2, []],
      ]);
      for (const [stream, output] of turns) {
        got.get(stream)?.push(...lines.push(stream, Buffer.from(output)));
      }
      const open = lines.open();
      for (const stream of [1, 2]) {
        const all = turns
          .filter(([of]) => of === stream)
          .map(([, output]) => output)
          .join('')
          .split('\n');
        expect(got.get(stream)).toEqual(all.slice(0, -1));
        if (all.at(-1) !== '') expect(open).toContain(all.at(-1));
      }
    }),
  );
});

test('what is never ended is given out in parts, so that it fills no memory', () => {
  const lines = new LogLines();
  const chunk = Buffer.from('x'.repeat(50_000));
  const got = Array.from({ length: 10 }, () => lines.push(1, chunk)).flat();

  expect(got.join('').length + lines.open().join('').length).toBe(500_000);
  expect(lines.open().join('').length).toBeLessThanOrEqual(65_536);
  expect(Math.max(...got.map(({ length }) => length))).toBeLessThanOrEqual(65_536 + 50_000);
});

describe('how far a part is', () => {
  const part = (current: number, at: number, completed?: number, total = 1000) => ({
    ...{ id: 'layer', vertex: 'sha256:a', name: '', current, total, timestamp: START + at },
    ...{ started: START },
    ...(completed === undefined ? {} : { completed: START + completed }),
  });

  test('is told seldom, never backwards, and at its end once', () => {
    const steps = fc.array(fc.record({ by: fc.nat(60), after: fc.nat(1500) }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (list) => {
        const trace = new Trace();
        trace.update(status({ vertexes: [vertex('a', { started: START })] }), START);
        const [entry] = trace.entries;
        if (entry === undefined) throw new Error('no entry');
        const progress = new PartProgress();
        const told: string[] = [];
        let [current, at] = [0, 0];
        const tell = (one: ReturnType<typeof part>) => {
          trace.update(status({ statuses: [one] }), START + at);
          told.push(...progress.changes(entry, START + at));
        };
        for (const { after, by } of list) {
          current = Math.min(1000, current + by);
          at += after;
          tell(part(current, at));
        }
        tell(part(1000, at, at));
        tell(part(1000, at, at));

        const read = told.map((line) =>
          Number(/layer (\d+)B/.exec(line)?.[1] ?? (/1\.00kB \//.test(line) ? 1000 : 0)),
        );
        expect(read).toEqual([...read].sort((a, b) => a - b));
        expect(told.filter((line) => line.endsWith(' done'))).toHaveLength(1);
        // One at the start and the end, one for each twentieth, one for each five seconds.
        expect(told.length).toBeLessThanOrEqual(2 + 20 + Math.floor(at / 5000));
      }),
    );
  });
});

describe('the state of a build', () => {
  const state = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    start: fc.nat(50),
    length: fc.option(fc.nat(50), { nil: undefined }),
    cached: fc.boolean(),
  });

  test('counts each vertex once, however often it is told', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 10 }), (states) => {
        const trace = new Trace();
        const told = states.map(({ cached, length, name, start }) =>
          vertex(name, {
            ...{ cached, started: START + start },
            ...(length === undefined ? {} : { completed: START + start + length }),
          }),
        );
        for (const one of told) trace.update(status({ vertexes: [one] }), START + 100);
        const names = [...new Set(states.map(({ name }) => name))];

        expect(trace.entries.map(({ name }) => name)).toEqual(names);
        expect(trace.count.total).toBe(names.length);
        // The last report of each of its runs counts: one that is open is running.
        const isRunning = (name: string) => {
          const runs = new Map(
            states.filter((one) => one.name === name).map((one) => [one.start, one.length]),
          );
          return [...runs.values()].includes(undefined);
        };
        expect(trace.entries.filter((entry) => entry.isRunning).map(({ name }) => name)).toEqual(
          names.filter(isRunning),
        );
        expect(trace.count.done).toBe(names.filter((name) => !isRunning(name)).length);
        trace.end();
        expect(trace.count.total).toBe(names.length);
      }),
    );
  });

  test('changes nothing by what is told of a vertex that is not known', () => {
    const trace = new Trace();
    const unknown = {
      vertex: 'sha256:none',
      level: 1,
      short: 'x',
      detail: [],
      url: '',
      ranges: [],
    };

    expect(
      trace.update(status({ logs: [log('none', 'x\n')], warnings: [unknown] }), START),
    ).toEqual({
      changed: [],
      lines: new Map(),
    });
    expect([trace.entries, trace.elapsed(START + 5)]).toEqual([[], 0]);
  });

  test('keeps the last twenty lines of an output, with those that are open behind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.boolean(), (count, isOpen) => {
        const trace = new Trace();
        trace.update(status({ vertexes: [vertex('a', { started: START })] }), START);
        const lines = Array.from({ length: count }, (_, at) => `line ${at}`);
        const output = lines.map((line) => `${line}\n`).join('') + (isOpen ? 'open' : '');
        trace.update(status({ logs: [log('a', output)] }), START);

        expect(trace.entries[0]?.tail).toEqual([...lines.slice(-20), ...(isOpen ? ['open'] : [])]);
      }),
    );
  });
});
