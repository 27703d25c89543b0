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

  test.each([
    [
      { http: 'https://127.0.0.1:8443/health' },
      ['http', 'https://127.0.0.1:8443/health', '27000ms'],
    ],
    [{ http: 'http://[::1]/', timeoutSeconds: 0.01 }, ['http', 'http://[::1]/', '9ms']],
    [{ http: 'http://127.0.0.1:${PORT}/' }, ['http', 'http://127.0.0.1:${PORT}/', '27000ms']],
    [{ tcp: '127.0.0.1:5432' }, ['tcp', '127.0.0.1:5432', '27000ms']],
    [{ unix: '/run/a.sock' }, ['unix', '/run/a.sock', '27000ms']],
    [{ dns: 'dns://127.0.0.1/example.org' }, ['dns', 'dns://127.0.0.1/example.org', '27000ms']],
    [{ grpc: '127.0.0.1:9000/a.B' }, ['grpc', '127.0.0.1:9000/a.B', '27000ms']],
    [{ rtsp: 'rtsp://127.0.0.1:7000/' }, ['rtsp', 'rtsp://127.0.0.1:7000/', '27000ms']],
  ])('asks by the probe, which gives up before it is ended: %j', (props, args) => {
    expect(checkProps(HEALTHCHECK_PROPS, props)).toEqual([]);
    expect(healthcheckConfig(props).Test).toEqual(['CMD', '/boot/bin/probe', ...args]);
  });

  test('says that it takes one question', () => {
    expect(checkProps(HEALTHCHECK_PROPS, { tcp: '[::1]:1', unix: '/a' })).toEqual([
      expect.objectContaining({
        got: '"tcp", "unix"',
        expected: 'one of "command", "http", "tcp", "unix", "dns", "grpc", "rtsp"',
      }),
    ]);
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
    [{ command: ['/x'], http: 'http://127.0.0.1/' }],
    [{ http: 'http://127.0.0.1/', tcp: '127.0.0.1:80' }],
    [{ http: '127.0.0.1:8080' }],
    [{ http: 'http://user:secret@127.0.0.1/' }],
    [{ http: 'http://127.0.0.1/a b' }],
    [{ tcp: '127.0.0.1' }],
    [{ tcp: ':80' }],
    [{ unix: 'run/socket' }],
    [{ dns: '127.0.0.1' }],
    [{ dns: 'dns://127.0.0.1/example.org?class=IN' }],
    [{ grpc: 'http://127.0.0.1:9000' }],
    [{ rtsp: 'http://127.0.0.1/' }],
  ])('cannot be %j', (props) => {
    expect(checkProps(HEALTHCHECK_PROPS, props)).not.toEqual([]);
  });
});
