import { progressMode } from '../../../lib/cli/progress/auto';

const terminal = { write: () => true, isTTY: true };
const pipe = { write: () => true };

test.each([
  [undefined, {}, terminal, 'tty'],
  [undefined, {}, pipe, 'plain'],
  [undefined, { CI: 'true' }, terminal, 'plain'],
  [undefined, { TERM: 'dumb' }, terminal, 'plain'],
  [undefined, { BUILDKIT_PROGRESS: 'plain' }, terminal, 'plain'],
  [undefined, { BUILDKIT_PROGRESS: '' }, terminal, 'tty'],
  ['tty', { CI: 'true' }, terminal, 'tty'],
  ['auto', { BUILDKIT_PROGRESS: 'rawjson' }, pipe, 'plain'],
  ['quiet', { BUILDKIT_PROGRESS: 'plain' }, terminal, 'quiet'],
  ['rawjson', {}, pipe, 'rawjson'],
] as const)('option %p, environment %j: mode', (option, env, stream, mode) => {
  expect(progressMode(option, env, stream)).toBe(mode);
});

test('rejects an unknown mode, and names where it was given', () => {
  expect(() => progressMode('fancy', {}, pipe)).toThrow('option "--progress" has no mode "fancy"');
  expect(() => progressMode(undefined, { BUILDKIT_PROGRESS: 'fancy' }, pipe)).toThrow(
    'BUILDKIT_PROGRESS has no mode "fancy"',
  );
});

test('rejects tty where there is no terminal', () => {
  expect(() => progressMode('tty', {}, pipe)).toThrow('stderr is no terminal');
});
