import { ALL_VARIABLES } from '../observation';
import { callSite, directCallSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';

/** Variables of the command line, and of Node, which are the same everywhere. */
const OWN = /^(SYNTH|NODE)_/;

/** Writes down which variables of the environment the app reads; their values are not looked at. */
export function watchEnvironment(recorder: Recorder): void {
  const seen = (key: string | symbol, entry: (...args: never[]) => unknown): void => {
    if (typeof key !== 'string' || (OWN.test(key) && key !== 'NODE_ENV')) return;
    recorder.record('environment', key, callSite(entry));
  };
  const get = (env: NodeJS.ProcessEnv, key: string | symbol): unknown => {
    seen(key, get);
    return Reflect.get(env, key);
  };
  const has = (env: NodeJS.ProcessEnv, key: string | symbol): boolean => {
    seen(key, has);
    return Reflect.has(env, key);
  };
  // Node itself reads all of it for each child process: that is told by itself.
  const ownKeys = (env: NodeJS.ProcessEnv): (string | symbol)[] => {
    recorder.record('environment', ALL_VARIABLES, directCallSite(ownKeys));
    return Reflect.ownKeys(env);
  };
  process.env = new Proxy(process.env, {
    get,
    has,
    ownKeys,
    set: (env, key, value) => Reflect.set(env, key, value),
  });
  replace(process, 'cwd', (call, _args, entry) => {
    recorder.record('folder', 'process.cwd()', callSite(entry));
    return call();
  });
}
