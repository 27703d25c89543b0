import fc from 'fast-check';
import { decodeStatus } from '../../../lib/client/status/decode';
import { StatusResponse } from '../../../lib/pb/generated/client';

const text = fc.string({ maxLength: 8 });
const seconds = fc.integer({ min: 1, max: 4_000_000_000 });
/** A time as it is sent, and in milliseconds. */
const time = fc
  .tuple(seconds, fc.integer({ min: 0, max: 999_999_999 }))
  .map(([whole, nanos]) => ({ sent: { seconds: whole, nanos }, told: whole * 1000 + nanos / 1e6 }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const group = fc.record({ id: text, name: text, weak: fc.boolean() });
const times = fc.record({ started: maybe(time), completed: maybe(time) });

type Times = {
  readonly [Name in 'started' | 'completed']:
    | { readonly sent: object; readonly told: number }
    | undefined;
};
const sent = ({ completed, started }: Times) => ({
  started: started?.sent,
  completed: completed?.sent,
});
const told = ({ completed, started }: Times) => ({
  ...(started === undefined ? {} : { started: started.told }),
  ...(completed === undefined ? {} : { completed: completed.told }),
});

const vertex = fc
  .tuple(
    fc.record({
      digest: text,
      inputs: fc.array(text, { maxLength: 3 }),
      name: text,
      cached: fc.boolean(),
      error: text,
    }),
    times,
    maybe(group),
  )
  .map(([plain, when, progressGroup]) => ({
    sent: { ...plain, ...sent(when), progressGroup },
    told: { ...plain, ...told(when), ...(progressGroup === undefined ? {} : { progressGroup }) },
  }));
const status = fc
  .tuple(
    fc.record({ id: text, vertex: text, name: text, current: fc.nat(), total: fc.maxSafeNat() }),
    times,
    time,
  )
  .map(([plain, when, at]) => ({
    sent: { ...plain, ...sent(when), timestamp: at.sent },
    told: { ...plain, ...told(when), timestamp: at.told },
  }));
const log = fc
  .record({
    vertex: text,
    stream: fc.integer({ min: 1, max: 2 }),
    data: fc.uint8Array({ maxLength: 9 }),
    at: time,
  })
  .map(({ at, data, stream, vertex }) => ({
    sent: { vertex, stream, msg: data, timestamp: at.sent },
    told: { vertex, stream, data: [...data], timestamp: at.told },
  }));
const warning = fc
  .record({
    vertex: text,
    level: fc.nat(9),
    short: text,
    detail: fc.array(text, { maxLength: 3 }),
    url: text,
    file: text,
    lines: fc.array(fc.tuple(fc.nat(99), maybe(fc.nat(99))), { maxLength: 2 }),
  })
  .map(({ detail, file, lines, short, ...plain }) => ({
    sent: {
      ...plain,
      short: Buffer.from(short),
      detail: detail.map((line) => Buffer.from(line)),
      info: { filename: file },
      ranges: lines.map(([start, end]) => ({
        start: { line: start },
        ...(end === undefined ? {} : { end: { line: end } }),
      })),
    },
    told: {
      ...plain,
      short,
      detail,
      ...(file === '' ? {} : { file }),
      ranges: lines.map(([start, end]) => ({ startLine: start, endLine: end ?? start })),
    },
  }));
const message = fc.record({
  vertexes: fc.array(vertex, { maxLength: 3 }),
  statuses: fc.array(status, { maxLength: 3 }),
  logs: fc.array(log, { maxLength: 3 }),
  warnings: fc.array(warning, { maxLength: 3 }),
});

test('a message of progress is told as it was sent, whatever is in it', () => {
  fc.assert(
    fc.property(message, (parts) => {
      const list = <T, S>(all: readonly { readonly sent: S; readonly told: T }[]) =>
        all.map((one) => one.sent);
      const bytes = StatusResponse.encode({
        vertexes: list(parts.vertexes),
        statuses: list(parts.statuses),
        logs: list(parts.logs),
        warnings: list(parts.warnings),
      } as Parameters<typeof StatusResponse.encode>[0]).finish();

      const decoded = decodeStatus(StatusResponse.decode(bytes));

      const logs = decoded.logs.map(({ data, ...rest }) => ({ ...rest, data: [...data] }));
      expect({ ...decoded, logs }).toEqual({
        vertexes: parts.vertexes.map((one) => one.told),
        statuses: parts.statuses.map((one) => one.told),
        logs: parts.logs.map((one) => one.told),
        warnings: parts.warnings.map((one) => one.told),
      });
    }),
  );
});

test('a message that leaves everything out has a value for everything', () => {
  const bytes = StatusResponse.encode({
    vertexes: [{}],
    statuses: [{}],
    logs: [{}],
    warnings: [{}],
  }).finish();

  expect(decodeStatus(StatusResponse.decode(bytes))).toEqual({
    vertexes: [{ digest: '', inputs: [], name: '', cached: false, error: '' }],
    statuses: [{ id: '', vertex: '', name: '', current: 0, total: 0, timestamp: 0 }],
    logs: [{ vertex: '', stream: 0, data: new Uint8Array(), timestamp: 0 }],
    warnings: [{ vertex: '', level: 0, short: '', detail: [], url: '', ranges: [] }],
  });
});
