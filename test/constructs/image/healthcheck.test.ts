import * as fc from 'fast-check';
import { HEALTHCHECK_PROPS, healthcheckConfig } from '../../../constructs/image/healthcheck';
import { checkProps } from '../../../lib/props';

describe('a healthcheck', () => {
  test('runs a program of the image, without a shell', () => {
    expect(healthcheckConfig({ command: ['/boot/bin/health', '--quiet'] })).toEqual({
      Test: ['CMD', '/boot/bin/health', '--quiet'],
      Interval: 120e9,
      Timeout: 30e9,
      StartPeriod: 10e9,
      Retries: 1,
    });
  });

  test('tells seconds as whole nanoseconds, whatever fits', () => {
    const seconds = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        seconds,
        seconds,
        fc.integer({ min: 1, max: 100 }),
        (interval, timeout, retries) => {
          const props = {
            command: ['/x'],
            intervalSeconds: interval,
            timeoutSeconds: timeout,
            startPeriodSeconds: 0,
            retries,
          };
          expect(checkProps(HEALTHCHECK_PROPS, props)).toEqual([]);
          const { Interval = 0, Retries, StartPeriod, Timeout = 0 } = healthcheckConfig(props);
          expect(Number.isInteger(Interval) && Number.isInteger(Timeout)).toBe(true);
          expect(Math.abs(Interval - interval * 1e9)).toBeLessThanOrEqual(0.5);
          expect([StartPeriod, Retries]).toEqual([0, retries]);
        },
      ),
    );
  });

  test.each([
    [{}],
    [{ command: [] }],
    [{ command: '/x' }],
    [{ command: ['/x'], intervalSeconds: 0 }],
    [{ command: ['/x'], intervalSeconds: Number.NaN }],
    [{ command: ['/x'], timeoutSeconds: '5' }],
    [{ command: ['/x'], startPeriodSeconds: -1 }],
    [{ command: ['/x'], retries: 0.5 }],
    [{ command: ['/x'], interval: 5 }],
  ])('cannot be %j', (props) => {
    expect(checkProps(HEALTHCHECK_PROPS, props)).not.toEqual([]);
  });
});
