import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createPlainDisplay } from '../../../lib/cli/progress/plain';
import { createRawJsonDisplay } from '../../../lib/cli/progress/rawjson';
import { createTtyDisplay } from '../../../lib/cli/progress/tty';
import type { SolveStatus } from '../../../lib/client/status/status';
import { Screen } from './recording';
import { Terminal } from './terminal';

// A build of an image for two platforms from 147 packages, without cache, as `--progress rawjson`
// wrote it: some 20 seconds of a real daemon.
const LINES = gunzipSync(readFileSync(join(__dirname, '../../fixtures/progress/hello.rawjson.gz')))
  .toString('utf8')
  .trimEnd()
  .split('\n');

/** Back from a line of rawjson; the clock of each message is the latest time in it. */
function parseLine(line: string): { readonly at: number; readonly status: SolveStatus } {
  let at = 0;
  const time = (text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const [, seconds = '', fraction = ''] = /^(.*?)(\.\d+)?Z$/.exec(text) ?? [];
    const value = Date.parse(`${seconds}Z`) + Number(fraction || 0) * 1000;
    at = Math.max(at, value);
    return value;
  };
  const times = ({ started, completed }: { started?: string; completed?: string }) => ({
    ...(started === undefined ? {} : { started: time(started) ?? 0 }),
    ...(completed === undefined ? {} : { completed: time(completed) ?? 0 }),
  });
  const { vertexes = [], statuses = [], logs = [] } = JSON.parse(line);
  return {
    status: {
      vertexes: vertexes.map((vertex: { started?: string }) => ({
        inputs: [],
        cached: false,
        error: '',
        ...vertex,
        ...times(vertex),
      })),
      statuses: statuses.map(
        (part: { timestamp: string; started?: string; completed?: string }) => ({
          name: '',
          total: 0,
          ...part,
          timestamp: time(part.timestamp) ?? 0,
          ...times(part),
        }),
      ),
      logs: logs.map((log: { data: string; timestamp: string }) => ({
        ...log,
        data: Buffer.from(log.data, 'base64'),
        timestamp: time(log.timestamp) ?? 0,
      })),
      warnings: [],
    },
    get at() {
      return at;
    },
  };
}

const MESSAGES = LINES.map(parseLine);

/** Plays the recording; `onMessage` sees the screen after each message. */
function playOn(
  screen: Screen,
  display: { update(status: SolveStatus): void },
  onMessage = () => {},
): void {
  for (const { at, status } of MESSAGES) {
    screen.now = Math.max(screen.now, at);
    display.update(status);
    onMessage();
  }
}

function openScreen(columns: number, rows: number): Screen {
  const screen = new Screen();
  screen.now = 0;
  screen.columns = columns;
  screen.rows = rows;
  return screen;
}

test.each([40, 80, 120])('fits a terminal of %i columns at every moment', (columns) => {
  const screen = openScreen(columns, 24);
  const terminal = new Terminal(columns);
  const display = createTtyDisplay({
    stream: screen,
    title: () => 'hello',
    color: true,
    now: () => screen.now,
  });
  let tallest = 0;

  playOn(screen, display, () => {
    // The terminal of the tests fails where a line is too long.
    terminal.write(screen.output);
    screen.output = '';
    tallest = Math.max(tallest, terminal.text.split('\n').length);
  });
  display.done();
  terminal.write(screen.output);

  expect(tallest).toBeLessThanOrEqual(23);
  const lines = terminal.text.split('\n');
  expect(lines[0]).toMatch(/^\[\+\] Building he(?:llo|…) \d+\.\ds \((\d+)\/\1\) FINISHED$/);
  // Five groups of packages; the name of one is cut before "fetch" on all but the widest.
  const groups = lines.filter((line) => / (\d+)\/\1 +\d+\.\ds$/.test(line));
  expect(groups).toHaveLength(5);
  expect(lines.filter((line) => line.includes('#'))).toEqual([expect.stringContaining('git://')]);
});

test('prints each line of output once, in the order of its vertex', () => {
  const screen = openScreen(80, 24);
  const display = createPlainDisplay({
    stream: screen,
    title: () => 'hello',
    color: false,
    now: () => screen.now,
  });

  playOn(screen, display);
  display.done();

  const [, number] =
    /^#(\d+) trixie minbase amd64: run maintainer scripts$/m.exec(screen.output) ?? [];
  const printed = screen.output
    .split('\n')
    .filter((line) => new RegExp(`^#${number} \\d+\\.\\d{3} `).test(line))
    .map((line) => line.replace(/^#\d+ \d+\.\d{3} /, ''));
  const names = new Map(
    MESSAGES.flatMap(({ status }) => status.vertexes.map(({ digest, name }) => [digest, name])),
  );
  const written = MESSAGES.flatMap(({ status }) => status.logs)
    .filter(({ vertex }) => names.get(vertex) === 'trixie minbase amd64: run maintainer scripts')
    .map(({ data }) => Buffer.from(data).toString('utf8'))
    .join('');
  expect(printed.length).toBeGreaterThan(50);
  expect(printed).toEqual(
    written
      .trimEnd()
      .split('\n')
      .map((line) => line.replaceAll('\t', '    ').replace(/\r$/, '')),
  );
});

test('prints one outcome for each vertex and group that ran, and never the vertexes of a group', () => {
  const screen = openScreen(80, 24);
  const display = createPlainDisplay({
    stream: screen,
    title: () => 'hello',
    color: false,
    now: () => screen.now,
  });

  playOn(screen, display);
  display.done();

  const started = MESSAGES.flatMap(({ status }) => status.vertexes).filter(
    ({ started: at }) => at !== undefined,
  );
  const groups = new Set(started.flatMap(({ progressGroup }) => progressGroup?.name ?? []));
  expect(groups.size).toBe(5);
  for (const name of groups) {
    const number = new RegExp(`^#(\\d+) ${name}$`, 'm').exec(screen.output)?.[1];
    expect(screen.output.match(new RegExp(`^#${number} DONE`, 'gm'))).toHaveLength(1);
  }
  // A vertex may run twice, to find its cache key and to do its work.
  const vertexes = new Set(
    started.flatMap(({ digest, progressGroup }) => (progressGroup ? [] : digest)),
  );
  const outcomes = screen.output.match(/^#\d+ (?:DONE|CACHED)/gm) ?? [];
  expect(new Set(outcomes).size).toBe(vertexes.size + groups.size);
  expect(screen.output).not.toContain('https://');
  expect(screen.output).toMatch(/^#\d+ trixie minbase amd64: fetch 78 packages\n/m);
  expect(screen.output).toMatch(/^#\d+ 78\/78$/m);
});

test('rawjson writes what it was read from', () => {
  const screen = openScreen(80, 24);
  playOn(screen, createRawJsonDisplay({ stream: screen }));

  const written = screen.output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(written).toEqual(LINES.map((line) => JSON.parse(line)));
});
