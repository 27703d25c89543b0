import { createPlainDisplay } from '../../../lib/cli/progress/plain';
import { log, play, Screen, START, vertex } from './recording';

function display(screen: Screen, sizes: ReadonlyMap<string, number> = new Map()) {
  const plain = createPlainDisplay({
    stream: screen,
    title: () => 'hello (linux/amd64)',
    color: false,
    now: () => screen.now,
  });
  plain.expect(sizes);
  return plain;
}

test('prints number, name, output with its time, and outcome of each vertex', () => {
  const screen = new Screen();
  const plain = display(screen);

  play(plain, screen, [
    [
      0,
      {
        vertexes: [
          vertex('make'),
          vertex('base', { started: START, completed: START, cached: true }),
        ],
      },
    ],
    [100, { vertexes: [vertex('make', { started: START + 100 })] }],
    [600, { logs: [log('make', 'cc hello.c\nld hel', 600), log('make', 'warning: x\n', 650, 2)] }],
    [900, { logs: [log('make', 'lo\n', 900)] }],
    [1300, { vertexes: [vertex('make', { started: START + 100, completed: START + 1300 })] }],
  ]);
  plain.done();

  expect(screen.output).toBe(
    [
      '#0 building hello (linux/amd64)',
      '',
      '#1 base',
      '#1 CACHED',
      '',
      '#2 make',
      '#2 0.500 cc hello.c',
      '#2 0.550 warning: x',
      '#2 0.800 ld hello',
      '#2 DONE 1.2s',
      '',
    ].join('\n'),
  );
});

test('says nothing of a vertex that never started', () => {
  const screen = new Screen();
  const plain = display(screen);

  play(plain, screen, [[0, { vertexes: [vertex('base')] }]]);
  plain.done();

  expect(screen.output).toBe('#0 building hello (linux/amd64)\n');
});

test('shows failure and cancellation as such, with the output that was not ended', () => {
  const screen = new Screen();
  const plain = display(screen);
  const run = { started: START };

  play(plain, screen, [
    [0, { vertexes: [vertex('make', run), vertex('other', run)] }],
    [50, { logs: [log('make', 'no line feed at the end', 50)] }],
    [90, { vertexes: [vertex('make', { ...run, completed: START + 90, error: 'exit code: 2' })] }],
    [
      95,
      {
        vertexes: [
          vertex('other', { ...run, completed: START + 95, error: 'rpc: context canceled' }),
        ],
      },
    ],
  ]);
  plain.done();

  expect(screen.output).toContain('#1 no line feed at the end\n#1 ERROR: exit code: 2\n');
  expect(screen.output).toContain('#2 other\n#2 CANCELED\n');
});

test('keeps the lines of a busy vertex together, and lets another speak after ten seconds', () => {
  const screen = new Screen();
  const plain = display(screen);
  const run = { started: START };

  play(plain, screen, [
    [0, { vertexes: [vertex('one', run), vertex('two', run)] }],
    [1000, { logs: [log('one', 'a\n', 1000), log('two', 'x\n', 1000)] }],
    [4000, { logs: [log('one', 'b\n', 4000), log('two', 'y\n', 4000)] }],
    [8000, { logs: [log('one', 'c\n', 8000)] }],
    [10_500, { logs: [log('one', 'd\n', 10_500)] }],
    [11_000, { vertexes: [vertex('one', { ...run, completed: START + 11_000 })] }],
  ]);
  plain.done();

  expect(screen.output.split('\n').slice(2)).toEqual([
    '#1 one',
    '#1 1.000 a',
    '#1 4.000 b',
    '#1 8.000 c',
    '#1 10.500 d',
    '#1 ...',
    '',
    '#2 two',
    '#2 1.000 x',
    '#2 4.000 y',
    '#2 ...',
    '',
    '#1 one',
    '#1 DONE 11.0s',
    '',
  ]);
});

test('prints output that arrives after the end of its vertex, and the outcome once', () => {
  const screen = new Screen();
  const plain = display(screen);

  play(plain, screen, [
    [0, { vertexes: [vertex('make', { started: START, completed: START + 10 })] }],
    [20, { logs: [log('make', 'late\n', 10)] }],
  ]);
  plain.done();

  expect(screen.output).toContain('#1 0.010 late\n');
  expect(screen.output.match(/DONE/g)).toHaveLength(1);
});

test('reports a download at its start, at each twentieth and at its end', () => {
  const screen = new Screen();
  const plain = display(screen);
  const part = (current: number, more: object = {}) => ({
    statuses: [
      {
        id: 'sha256:abc',
        vertex: 'sha256:pull',
        name: '',
        current,
        total: 100_000_000,
        timestamp: START + current / 100_000,
        started: START,
        ...more,
      },
    ],
  });

  play(plain, screen, [
    [0, { vertexes: [vertex('pull', { started: START })] }],
    ...Array.from({ length: 101 }, (_, percent) => [percent, part(percent * 1_000_000)] as const),
    [102, part(100_000_000, { completed: START + 1000 })],
  ]);
  plain.done();

  const lines = screen.output.split('\n').filter((line) => line.includes('sha256:abc'));
  expect(lines[0]).toBe('#1 sha256:abc');
  expect(lines[1]).toBe('#1 sha256:abc 5.00MB / 100.00MB 0.1s');
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('#1 sha256:abc 100.00MB / 100.00MB 1.0s done');
});

test('shows a progress group as one, with the number of its vertexes and their bytes', () => {
  const screen = new Screen();
  const names = Array.from({ length: 10 }, (_, index) => `deb-${index}`);
  const plain = display(screen, new Map(names.map((name) => [name, 1_500_000])));
  const progressGroup = { id: 'debs', name: 'fetch 10 packages', weak: false };

  play(plain, screen, [
    [0, { vertexes: names.map((name) => vertex(name, { progressGroup })) }],
    ...names.map((name, index) => {
      const times = { started: START + index * 100, completed: START + index * 100 + 100 };
      return [
        index * 100 + 100,
        { vertexes: [vertex(name, { progressGroup, ...times })] },
      ] as const;
    }),
  ]);
  plain.done();

  expect(screen.output.split('\n').slice(2)).toEqual([
    '#1 fetch 10 packages',
    '#1 1/10 1.50MB / 15.00MB',
    '#1 3/10 4.50MB / 15.00MB',
    '#1 5/10 7.50MB / 15.00MB',
    '#1 7/10 10.50MB / 15.00MB',
    '#1 9/10 13.50MB / 15.00MB',
    '#1 10/10 15.00MB / 15.00MB',
    '#1 DONE 1.0s',
    '',
  ]);
});

test('lets no output move the cursor or show credentials', () => {
  const screen = new Screen();
  const plain = display(screen);

  play(plain, screen, [
    [0, { vertexes: [vertex('git https://me:secret@git.example.org/x.git', { started: START })] }],
    [
      1,
      {
        logs: [
          log(
            'git https://me:secret@git.example.org/x.git',
            '\x1b[2J\x1b]0;title\x07from https://me:secret@git.example.org/x.git\n 10%\r 50%\r100%\r\n\x1b[31mred\x1b[0m\n',
          ),
        ],
      },
    ],
  ]);
  plain.done();

  expect(screen.output.split('\n').slice(2)).toEqual([
    '#1 git https://git.example.org/x.git',
    '#1 0.000 from https://git.example.org/x.git',
    '#1 0.000 100%',
    '#1 0.000 red',
    '',
  ]);
});

test('puts together a character that two pieces of output share', () => {
  const screen = new Screen();
  const plain = display(screen);
  const bytes = new TextEncoder().encode('grün\n');

  play(plain, screen, [
    [0, { vertexes: [vertex('make', { started: START })] }],
    [1, { logs: [log('make', bytes.slice(0, 3))] }],
    [2, { logs: [log('make', bytes.slice(3))] }],
  ]);
  plain.done();

  expect(screen.output).toContain('#1 0.000 grün\n');
});
