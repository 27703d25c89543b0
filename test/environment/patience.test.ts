import { patienceMs } from '../../lib/environment/patience';

test('SYNTH_PATIENCE is in seconds, and 30 where it is not set', () => {
  expect(patienceMs({})).toBe(30_000);
  expect(patienceMs({ SYNTH_PATIENCE: '' })).toBe(30_000);
  expect(patienceMs({ SYNTH_PATIENCE: '6' })).toBe(6_000);
});

test.each(['0', '-1', '5', '30.5', '1m', 'NaN', '1e3', '86401', ' 3'])(
  'SYNTH_PATIENCE may not be "%s"',
  (text) => {
    expect(() => patienceMs({ SYNTH_PATIENCE: text })).toThrow(
      expect.objectContaining({ code: 'E_ENVIRONMENT_FORMAT' }),
    );
  },
);
