import fc from 'fast-check';
import { createDisplay } from '../../../lib/cli/progress/create-display';
import { displayWidth } from '../../../lib/cli/terminal/display-width';
import type { SolveStatus } from '../../../lib/client/status/status';
import { log, Screen, START, status, vertex } from './recording';
import { Terminal } from './terminal';

/** Pieces of text that a daemon, a frontend or a program may send. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  fc.constantFrom(
    ...[
      '\x1b[2J',
      '\x1b[1A',
      '\x1b]0;title\x07',
      '\x1bc',
      '\x9b2J',
      '\r',
      '\n',
      '\t',
      '\x07',
      '\x08',
    ],
    ...[
      '\x1b[31m',
      '安装',
      '👩‍👩‍👧',
      'e\u0301',
      '\u200b',
      'x'.repeat(90),
      'https://me:secret@host/x',
    ],
  ),
);
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

/** What is told of one vertex, with any text wherever there is text. */
const messages: fc.Arbitrary<Partial<SolveStatus>[]> = fc
  .record({
    name: text,
    error: fc.option(text, { nil: '' }),
    id: text,
    short: text,
    output: text,
    total: fc.nat(1_000_000),
  })
  .map(({ error, id, name, output, short, total }) => {
    const told = { digest: 'sha256:a', inputs: [], name, cached: false };
    return [
      { vertexes: [{ ...told, error: '', started: START }] },
      {
        logs: [log('a', output, 5)],
        statuses: [
          {
            ...{ id, vertex: 'sha256:a', name: '', current: total, total: total * 2 },
            ...{ timestamp: START + 9, started: START },
          },
        ],
        warnings: [
          { vertex: 'sha256:a', level: 1, short, detail: [], url: '', file: undefined, ranges: [] },
        ],
      },
      { vertexes: [{ ...told, error, started: START, completed: START + 20 }] },
    ] as Partial<SolveStatus>[];
  });

function shown(
  mode: 'plain' | 'tty',
  parts: readonly Partial<SolveStatus>[],
  columns = 60,
): Screen {
  const screen = new Screen();
  screen.columns = columns;
  const display = createDisplay(mode, {
    stream: screen,
    title: () => 'hello',
    color: false,
    now: () => screen.now,
  });
  for (const part of parts) {
    screen.now += 200;
    display.update(status(part));
  }
  display.done();
  return screen;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the display itself writes
const OWN = /\x1b\[(?:\?25l\r?|\?25h|\d*[AKJ])/g;

test('whatever is told of a vertex, plain lines hold no control character and no credential', () => {
  fc.assert(
    fc.property(messages, (parts) => {
      const { output } = shown('plain', parts);

      expect(output).not.toMatch(CONTROL);
      expect(output).not.toContain('secret@');
    }),
  );
});

test('whatever is told of a vertex, every plain line begins with the number of its vertex', () => {
  fc.assert(
    fc.property(messages, (parts) => {
      const lines = shown('plain', parts)
        .output.split('\n')
        .filter((line) => line !== '');

      expect(lines.filter((line) => !/^#[01] /.test(line))).toEqual([]);
    }),
  );
});

test('whatever is told of a vertex, a terminal gets the sequences of the display alone', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 8, max: 120 }), (parts, columns) => {
      const { output } = shown('tty', parts, columns);

      expect(output.replace(OWN, '')).not.toMatch(CONTROL);
      expect(output).not.toContain('secret@');
    }),
  );
});

test('whatever is told of a vertex, no line of a terminal is too long', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 8, max: 120 }), (parts, columns) => {
      const { output } = shown('tty', parts, columns);
      const lines = output.replace(OWN, '').split('\n');

      expect(lines.filter((line) => displayWidth(line) >= columns)).toEqual([]);
    }),
  );
});

test('what ends a build is on the screen whole: each vertex with its outcome', () => {
  const outcome = fc.constantFrom('done', 'cached', 'failed', 'canceled');
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), (outcomes) => {
      const errors = { failed: 'exit code: 1', canceled: 'context canceled', done: '', cached: '' };
      const vertexes = outcomes.map((one, index) =>
        vertex(`v${index}`, {
          ...{ started: START, completed: START + 1000 },
          ...{ cached: one === 'cached', error: errors[one] },
        }),
      );
      const screen = shown('tty', [{ vertexes }], 40);
      const terminal = new Terminal(40);
      terminal.write(screen.output);
      const words = { done: '', cached: 'CACHED ', failed: 'ERROR ', canceled: 'CANCELED ' };
      const lines = terminal.text.split('\n').slice(1);

      expect(lines).toEqual(
        outcomes.map((one, index) => `${` => ${words[one]}v${index}`.padEnd(35)}1.0s`),
      );
    }),
    { numRuns: 30 },
  );
});
