import { directCallSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';

/** Writes down where the app asks for what time zone and language decide. */
export function watchPlace(recorder: Recorder): void {
  const watch = <T extends object>(
    kind: 'locale' | 'zone',
    owner: T,
    names: readonly (keyof T & string)[],
  ) => {
    for (const name of names) {
      replace(owner, name, (call, _args, entry) => {
        recorder.record(kind, `${name}()`, directCallSite(entry));
        return call();
      });
    }
  };
  watch('zone', Date.prototype, [
    'getDate',
    'getDay',
    'getFullYear',
    'getHours',
    'getMinutes',
    'getMonth',
    'getTimezoneOffset',
    'toString',
    'toDateString',
    'toTimeString',
  ]);
  for (const kind of ['zone', 'locale'] as const) {
    watch(kind, Date.prototype, ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);
  }
  watch('locale', Number.prototype, ['toLocaleString']);
  watch('locale', String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']);
  for (const name of ['Collator', 'DateTimeFormat', 'NumberFormat', 'PluralRules'] as const) {
    watchFormat(name, recorder);
  }
}

function watchFormat(
  name: 'Collator' | 'DateTimeFormat' | 'NumberFormat' | 'PluralRules',
  recorder: Recorder,
): void {
  const original = Intl[name];
  const record = (entry: (...args: never[]) => unknown): void => {
    const source = directCallSite(entry);
    recorder.record('locale', `Intl.${name}`, source);
    if (name === 'DateTimeFormat') recorder.record('zone', `Intl.${name}`, source);
  };
  const construct = (
    target: new () => object,
    args: unknown[],
    made: new () => unknown,
  ): object => {
    record(construct);
    return Reflect.construct(target, args, made);
  };
  const apply = (
    target: (...args: unknown[]) => unknown,
    self: unknown,
    args: unknown[],
  ): unknown => {
    record(apply);
    return Reflect.apply(target, self, args);
  };
  Object.defineProperty(Intl, name, {
    value: new Proxy<object>(original, { construct, apply } as ProxyHandler<object>),
    configurable: true,
    writable: true,
  });
}
