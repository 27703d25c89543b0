import { performance } from 'node:perf_hooks';
import { callSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';
import type { WorldSettings } from './world-settings';

/**
 * Puts another clock in the place of the real one. To the app each look at it is a millisecond later
 * than the last, so that two runs alike see the same times; to all others it goes on as it does.
 */
export function replaceClock({ now, uptime }: WorldSettings, recorder: Recorder): void {
  const RealDate = Date;
  const begin = RealDate.now();
  let looks = 0;
  const look = (what: string, entry: (...args: never[]) => unknown): number => {
    const source = callSite(entry);
    if (source === undefined) return now - begin + RealDate.now();
    recorder.record('clock', what, source);
    looks += 1;
    return now + looks;
  };

  const construct = (date: typeof Date, args: unknown[], made: new () => unknown): object =>
    Reflect.construct(date, args.length === 0 ? [look('new Date()', construct)] : args, made);
  const apply = (): string => new RealDate(look('Date()', apply)).toString();
  const currentTime = (): number => look('Date.now()', currentTime);
  const shifted = new Proxy(RealDate, {
    construct,
    apply,
    get: (date, key) => (key === 'now' ? currentTime : Reflect.get(date, key)),
  });
  globalThis.Date = shifted;
  RealDate.prototype.constructor = shifted;

  const monotonic = (real: number, what: string, entry: (...args: never[]) => unknown): number => {
    const isApp = callSite(entry) !== undefined;
    return isApp ? uptime + (look(what, entry) - now) : real;
  };
  replace(performance, 'now', (call, _args, entry) =>
    monotonic(Number(call()), 'performance.now()', entry),
  );
  replace(
    process,
    'uptime',
    (call, _args, entry) => monotonic(Number(call()) * 1000, 'process.uptime()', entry) / 1000,
  );
  replace(process, 'hrtime', (call, args, entry) => {
    if (args.length > 0 || callSite(entry) === undefined) return call();
    const time = monotonic(0, 'process.hrtime()', entry);
    return [Math.floor(time / 1000), Math.round((time % 1000) * 1e6)];
  });
  replace(process.hrtime, 'bigint', (call, _args, entry) => {
    if (callSite(entry) === undefined) return call();
    return BigInt(Math.round(monotonic(0, 'process.hrtime.bigint()', entry) * 1e6));
  });
  Object.defineProperty(performance, 'timeOrigin', { value: now, configurable: true });
}
