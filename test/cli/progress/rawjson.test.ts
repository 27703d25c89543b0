import { createRawJsonDisplay } from '../../../lib/cli/progress/rawjson';
import { log, Screen, START, status, vertex } from './recording';

test('writes one object a line, with the field names and encodings of BuildKit', () => {
  const screen = new Screen();
  const display = createRawJsonDisplay({ stream: screen });

  display.update(
    status({
      vertexes: [
        vertex('make', {
          inputs: ['sha256:base'],
          started: START,
          completed: START + 1500.25,
          error: 'exit code: 2',
          progressGroup: { id: 'g', name: 'group', weak: false },
        }),
      ],
      statuses: [
        { id: 'layer', vertex: 'sha256:make', name: '', current: 0, total: 5, timestamp: START },
      ],
      logs: [log('make', 'grün', 1)],
      warnings: [
        {
          vertex: 'sha256:make',
          level: 1,
          short: 'old',
          detail: ['very'],
          url: 'https://example.org',
          file: 'app.ts',
          ranges: [{ startLine: 3, endLine: 4 }],
        },
      ],
    }),
  );
  display.update(status({ vertexes: [vertex('waits')] }));
  display.print('never seen');
  display.done();

  const lines = screen.output.split('\n');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    vertexes: [
      {
        digest: 'sha256:make',
        inputs: ['sha256:base'],
        name: 'make',
        started: '2026-11-01T00:00:00Z',
        completed: '2026-11-01T00:00:01.50025Z',
        error: 'exit code: 2',
        progressGroup: { id: 'g', name: 'group', weak: false },
      },
    ],
    statuses: [
      {
        id: 'layer',
        vertex: 'sha256:make',
        total: 5,
        current: 0,
        timestamp: '2026-11-01T00:00:00Z',
      },
    ],
    logs: [
      {
        vertex: 'sha256:make',
        stream: 1,
        data: Buffer.from('grün').toString('base64'),
        timestamp: '2026-11-01T00:00:00.001Z',
      },
    ],
    warnings: [
      {
        vertex: 'sha256:make',
        level: 1,
        short: Buffer.from('old').toString('base64'),
        detail: [Buffer.from('very').toString('base64')],
        url: 'https://example.org',
        sourceInfo: { filename: 'app.ts' },
        range: [{ start: { line: 3 }, end: { line: 4 } }],
      },
    ],
  });
  expect(JSON.parse(lines[1] ?? '')).toEqual({
    vertexes: [{ digest: 'sha256:waits', name: 'waits' }],
  });
});
