import fs from 'node:fs';
import { callSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';
import type { WorldSettings } from './world-settings';

/** Lists what is in a folder in an order, or in the opposite one: the system promises none. */
export function replaceFolderOrder({ order }: WorldSettings, recorder: Recorder): void {
  const ordered = (names: unknown): unknown => {
    if (!Array.isArray(names)) return names;
    const sorted = [...names].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    return order ? sorted.reverse() : sorted;
  };
  replace(fs, 'readdirSync', (call, _args, entry) => {
    const source = callSite(entry);
    recorder.record('order', 'fs.readdirSync()', source);
    return source === undefined ? call() : ordered(call());
  });
  replace(fs.promises, 'readdir', (call, _args, entry) => {
    const source = callSite(entry);
    recorder.record('order', 'fs.readdir()', source);
    return source === undefined ? call() : Promise.resolve(call()).then(ordered);
  });
}

/** Writes down where the app makes a folder whose name no two runs have alike. */
export function watchTemporaryFolders(recorder: Recorder): void {
  for (const name of ['mkdtempSync', 'mkdtemp'] as const) {
    replace(fs, name, (call, _args, entry) => {
      recorder.record('run', `fs.${name}()`, callSite(entry));
      return call();
    });
  }
}

/** Of a name, or of an entry with its type. */
function nameOf(entry: unknown): string {
  const { name, parentPath = '' } = Object(entry);
  return name === undefined ? String(entry) : `${parentPath}/${name}`;
}
