import { createTtyDisplay } from '../../../lib/cli/progress/tty';
import { log, play, Screen, START, vertex } from './recording';
import { Terminal } from './terminal';

/** A display, the screen that it writes to, and what a terminal of that width shows of it. */
function open({ columns = 80, rows = 24, color = false, sizes = new Map<string, number>() } = {}) {
  const screen = new Screen();
  screen.columns = columns;
  screen.rows = rows;
  const display = createTtyDisplay({
    stream: screen,
    title: () => 'hello',
    color,
    now: () => screen.now,
  });
  display.expect(sizes);
  const shown = () => {
    const terminal = new Terminal(columns);
    terminal.write(screen.output);
    return terminal.text;
  };
  return { screen, display, shown };
}

afterEach(() => jest.useRealTimers());

const run = { started: START };

test('draws over what it drew: head, outcome, parts, and the last lines of what runs', () => {
  const { screen, display, shown } = open();

  play(display, screen, [
    [0, { vertexes: [vertex('base', { started: START, completed: START, cached: true })] }],
    [100, { vertexes: [vertex('make', run), vertex('pull', run), vertex('later')] }],
    [
      2500,
      {
        logs: [log('make', Array.from({ length: 9 }, (_, n) => `line ${n}\n`).join(''), 2400)],
        statuses: [
          {
            id: 'sha256:abc',
            vertex: 'sha256:pull',
            name: '',
            current: 1_200_000,
            total: 3_000_000,
            timestamp: START + 2400,
            started: START + 400,
          },
        ],
      },
    ],
  ]);
  display.update({ vertexes: [], statuses: [], logs: [], warnings: [] });

  expect(shown()).toBe(`[+] Building hello 2.5s (1/4)
 => CACHED base                                                            0.0s
 => make                                                                   2.5s
 => => # line 3
 => => # line 4
 => => # line 5
 => => # line 6
 => => # line 7
 => => # line 8
 => pull                                                                   2.5s
 => => sha256:abc 1.20MB / 3.00MB                                          2.1s`);
  display.done();
});

test('ends with the final state of everything, without output, even on a low terminal', () => {
  const { screen, display, shown } = open({ rows: 5 });
  const names = Array.from({ length: 8 }, (_, index) => `vertex ${index}`);

  play(display, screen, [
    [0, { vertexes: names.map((name) => vertex(name, run)) }],
    [500, { logs: [log('vertex 0', 'output\n')] }],
    [1000, { vertexes: names.map((name) => vertex(name, { ...run, completed: START + 1000 })) }],
  ]);
  display.done();

  expect(shown().split('\n')).toEqual([
    '[+] Building hello 1.0s (8/8) FINISHED',
    ...names.map((name) => `${` => ${name}`.padEnd(75)}1.0s`),
  ]);
  expect(screen.listeners).toBe(0);
});

test('keeps to the height of the terminal: what is completed goes first, then output', () => {
  const { screen, display, shown } = open({ rows: 7 });
  const done = { ...run, completed: START + 10 };

  play(display, screen, [
    [0, { vertexes: [1, 2, 3, 4].map((n) => vertex(`done ${n}`, done)) }],
    [100, { vertexes: [vertex('first', run), vertex('second', run)] }],
    [500, { logs: [log('first', 'a\nb\nc\nd\n')] }],
  ]);

  const lines = shown().split('\n');
  expect(lines).toHaveLength(6);
  expect(lines.map((line) => line.replace(/ +\d\.\ds$/, ''))).toEqual([
    '[+] Building hello 0.5s (4/6)',
    ' => first',
    ' => => # b',
    ' => => # c',
    ' => => # d',
    ' => second',
  ]);
  display.done();
});

test.each([20, 30, 40, 60, 80, 120])('keeps every line within %i columns', (columns) => {
  const { screen, display, shown } = open({ columns });
  const name = '[hello build] make -C /src CC=aarch64-linux-gnu-gcc DESTDIR=/out 安装 install';

  play(display, screen, [
    [0, { vertexes: [vertex(name, run)] }],
    [200, { logs: [log(name, `${'안녕하세요 '.repeat(30)}\n`)] }],
    [
      400,
      {
        statuses: [
          {
            id: `sha256:${'0123456789abcdef'.repeat(4)}`,
            vertex: `sha256:${name}`,
            name: '',
            current: 123_456_789,
            total: 1_234_567_890,
            timestamp: START,
          },
        ],
      },
    ],
  ]);

  // The terminal of the test fails where a line is too long.
  expect(shown().split('\n')).toHaveLength(4);
  display.done();
});

test('shows a progress group as one line, and drops its bytes where there is no room', () => {
  const names = Array.from({ length: 214 }, (_, index) => `deb-${index}`);
  const sizes = new Map(names.map((name) => [name, 500_000]));
  const progressGroup = { id: 'debs', name: 'fetch 214 packages', weak: false };
  const messages = [
    [0, { vertexes: names.map((name) => vertex(name, { progressGroup })) }],
    [100, { vertexes: names.map((name) => vertex(name, { progressGroup, ...run })) }],
    [
      5000,
      {
        vertexes: names
          .slice(0, 118)
          .map((name) => vertex(name, { progressGroup, ...run, completed: START + 4900 })),
      },
    ],
  ] as const;
  const lineAt = (columns: number) => {
    const { screen, display, shown } = open({ columns, sizes });
    play(display, screen, messages);
    display.done();
    return shown().split('\n').slice(1);
  };

  expect(lineAt(80)).toEqual([
    ' => fetch 214 packages 118/214 59.00MB / 107.00MB                          4.9s',
  ]);
  expect(lineAt(40)).toEqual([' => fetch 214 packages 118/214     4.9s']);
});

test('hides a group of which only weak members have started', () => {
  const { screen, display, shown } = open();
  const progressGroup = { id: 'g', name: 'group', weak: true };

  play(display, screen, [
    [0, { vertexes: [vertex('weak', { ...run, progressGroup }), vertex('make', run)] }],
  ]);
  expect(shown()).not.toContain('group');
  play(display, screen, [
    [
      500,
      {
        vertexes: [vertex('strong', { ...run, progressGroup: { ...progressGroup, weak: false } })],
      },
    ],
  ]);
  expect(shown()).toContain(' => group 0/2');
  display.done();
});

test('repaints at most ten times a second, and shows time going by without messages', () => {
  jest.useFakeTimers({ now: START });
  const { screen, display } = open();
  const live = createTtyDisplay({ stream: screen, title: () => 'live', color: false });
  const messages = 500;

  for (let index = 0; index < messages; index++) {
    live.update({
      vertexes: [vertex('make', run)],
      statuses: [],
      logs: [log('make', `${index}\n`)],
      warnings: [],
    });
    jest.advanceTimersByTime(4);
  }
  const busy = screen.writes;
  jest.advanceTimersByTime(1000);
  const idle = screen.writes - busy;
  live.done();
  display.done();

  expect(busy).toBeGreaterThan(10);
  expect(busy).toBeLessThanOrEqual(21);
  expect(idle).toBeGreaterThanOrEqual(9);
  expect(idle).toBeLessThanOrEqual(10);
});

test('prints messages above the picture', () => {
  const { screen, display, shown } = open();

  play(display, screen, [[0, { vertexes: [vertex('make', run)] }]]);
  display.print('mirror https://deb.example.org stands in');
  play(display, screen, [
    [300, { vertexes: [vertex('make', { ...run, completed: START + 300 })] }],
  ]);
  display.done();

  expect(shown().split('\n')).toEqual([
    'mirror https://deb.example.org stands in',
    '[+] Building hello 0.3s (1/1) FINISHED',
    ' => make                                                                   0.3s',
  ]);
});

test('draws anew when the terminal changes its size', () => {
  const { screen, display } = open();

  play(display, screen, [[0, { vertexes: [vertex('a name of some length', run)] }]]);
  const before = screen.writes;
  screen.resize(30);

  expect(screen.writes).toBe(before + 1);
  // 79 columns of the old line are three rows of the new width: two lines were drawn.
  expect(screen.output.slice(screen.output.lastIndexOf('\r'))).toContain('\r\x1b[4A');
  display.done();
});

test('leaves the cursor visible after each frame', () => {
  const { screen, display } = open();

  play(display, screen, [[0, { vertexes: [vertex('make', run)] }]]);
  expect(screen.output.endsWith('\x1b[?25h')).toBe(true);
  display.done();
  expect(screen.output.endsWith('\x1b[?25h')).toBe(true);
});

test('marks failure, cancellation and warnings', () => {
  const { screen, display, shown } = open({ color: true });
  const end = { ...run, completed: START + 100 };

  play(display, screen, [
    [
      0,
      {
        vertexes: [
          vertex('make', { ...end, error: 'process did not complete: exit code: 2' }),
          vertex('other', { ...end, error: 'context canceled' }),
        ],
        warnings: [
          { vertex: 'sha256:make', level: 1, short: 'old', detail: [], url: '', ranges: [] },
        ],
      },
    ],
  ]);
  display.done();

  expect(shown().split('\n').slice(1)).toEqual([
    ' => ERROR make                                                             0.1s',
    ' => => WARN: old',
    ' => CANCELED other                                                         0.1s',
  ]);
  expect(screen.output).toContain('\x1b[31m => ERROR make');
  expect(screen.output).toContain('\x1b[33m => CANCELED other');
});

test('forgets what starts over, and nothing else', () => {
  const { screen, display, shown } = open();
  const fetching = {
    ...run,
    progressGroup: { id: 'fetch', name: 'fetch 2 packages', weak: false },
  };

  play(display, screen, [
    [0, { vertexes: [vertex('base', run), vertex('a', fetching), vertex('b', fetching)] }],
    [100, { vertexes: [vertex('a', { ...fetching, completed: START + 50, error: 'gone' })] }],
  ]);
  display.forget(new Set(['sha256:a', 'sha256:b']));

  expect(shown()).not.toContain('fetch');
  expect(shown()).toContain('=> base');
  play(display, screen, [
    [200, { vertexes: [vertex('c', { ...fetching, started: START + 200 })] }],
  ]);
  display.done();
  expect(shown()).toMatch(/fetch 2 packages 0\/1/);
});
