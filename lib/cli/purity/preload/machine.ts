import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { callSite, directCallSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';
import type { WorldSettings } from './world-settings';

const OTHER_ID = 54321;

/** What another machine, and another user, say of themselves; to the app alone. */
export function replaceMachine({ machine, user }: WorldSettings, recorder: Recorder): void {
  const other =
    (kind: 'machine' | 'user', is: boolean) =>
    <T extends object>(
      owner: T,
      name: keyof T & string,
      shown: string,
      change: (it: unknown) => unknown,
    ): void =>
      replace(owner, name, (call, _args, entry) => {
        const source = callSite(entry);
        recorder.record(kind, `${shown}()`, source);
        return is && source !== undefined ? change(call()) : call();
      });
  const onMachine = other('machine', machine);
  const byUser = other('user', user);

  onMachine(os, 'hostname', 'os.hostname', () => 'elsewhere');
  onMachine(os, 'release', 'os.release', () => '0.0.1-elsewhere');
  onMachine(os, 'version', 'os.version', () => 'elsewhere');
  onMachine(os, 'uptime', 'os.uptime', (it) => Number(it) + 12_345);
  onMachine(os, 'totalmem', 'os.totalmem', (it) => Number(it) / 2);
  onMachine(os, 'freemem', 'os.freemem', (it) => Number(it) / 2);
  onMachine(os, 'loadavg', 'os.loadavg', () => [7, 6, 5]);
  onMachine(os, 'networkInterfaces', 'os.networkInterfaces', () => ({}));
  onMachine(os, 'availableParallelism', 'os.availableParallelism', (it) => Number(it) + 3);
  onMachine(os, 'cpus', 'os.cpus', (it) => (Array.isArray(it) ? [...it, ...it, ...it] : it));
  byUser(os, 'userInfo', 'os.userInfo', (it) => ({
    ...Object(it),
    uid: OTHER_ID,
    gid: OTHER_ID,
    username: 'somebody',
    homedir: process.env.HOME,
  }));
  // That one follows from the environment.
  byUser(os, 'homedir', 'os.homedir', (it) => it);
  for (const name of ['getuid', 'geteuid', 'getgid', 'getegid'] as const) {
    byUser(process, name, `process.${name}`, () => OTHER_ID);
  }
  byUser(process, 'umask', 'process.umask', (it) => it);
  // Other threads have that of the process.
  if (user && isMainThread) process.umask(0o077);
  replaceArchitecture(machine, recorder);
  watchProcess(recorder);
}

/** What no two runs have alike. */
function watchProcess(recorder: Recorder): void {
  for (const name of ['pid', 'ppid'] as const) {
    const value = process[name];
    const get = (): number => {
      recorder.record('run', `process.${name}`, callSite(get));
      return value;
    };
    Object.defineProperty(process, name, { get, configurable: true, enumerable: true });
  }
}

/** A package that loads machine code must see the real one. */
function replaceArchitecture(isOther: boolean, recorder: Recorder): void {
  const { arch } = process;
  const shown = arch === 'x64' ? 'arm64' : 'x64';
  const get = (): string => {
    const source = directCallSite(get);
    recorder.record('machine', 'process.arch', source);
    return isOther && source !== undefined ? shown : arch;
  };
  Object.defineProperty(process, 'arch', { get, configurable: true, enumerable: true });
  replace(os, 'arch', (call, _args, entry) => {
    const source = directCallSite(entry);
    recorder.record('machine', 'os.arch()', source);
    return isOther && source !== undefined ? shown : call();
  });
}
