import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFolder } from '../../../package';
import { callSite, directCallSite } from './call-site';
import type { Recorder } from './recorder';
import { replace } from './replace';

/** Writes down where the app leaves its own files: programs, connections, files of others. */
export function watchOutside(recorder: Recorder): void {
  for (const name of [
    'spawn',
    'spawnSync',
    'exec',
    'execSync',
    'execFile',
    'execFileSync',
    'fork',
  ] as const) {
    replace(childProcess, name, (call, [command], entry) => {
      recorder.record('process', programOf(command), directCallSite(entry));
      return call();
    });
  }
  const watch = <T extends object>(owner: T, ...names: (keyof T & string)[]): void => {
    for (const name of names) {
      replace(owner, name, (call, _args, entry) => {
        recorder.record('network', name, callSite(entry));
        return call();
      });
    }
  };
  watch(net, 'connect', 'createConnection');
  watch(http, 'get', 'request');
  watch(https, 'get', 'request');
  watch(dns, 'lookup', 'resolve');
  watch(dns.promises, 'lookup', 'resolve');
  watch(globalThis, 'fetch');
  for (const name of [
    'readFileSync',
    'readFile',
    'createReadStream',
    'openSync',
    'readdirSync',
    'readdir',
  ] as const) {
    watchFiles(fs, name, recorder);
  }
  for (const name of ['readFile', 'open', 'readdir'] as const) {
    watchFiles(fs.promises, name, recorder);
  }
}

function watchFiles<T extends object>(owner: T, name: keyof T & string, recorder: Recorder): void {
  replace(owner, name, (call, [path], entry) => {
    const source = directCallSite(entry);
    if (source === undefined) return call();
    if (typeof path === 'string' && !isAbsolute(path)) {
      recorder.record('folder', 'a relative path', source);
    }
    const outside = outsidePath(path);
    if (outside !== undefined) recorder.record('file', outside, source);
    return call();
  });
}

/** The program of a command, whose other words and variables may hold a secret. */
function programOf(command: unknown): string {
  const words = String(command).trim().split(/\s+/);
  return basename(words.find((word) => !/^\w+=/.test(word)) ?? '');
}

/** A path that is neither below the app's folder nor of a package. */
function outsidePath(path: unknown): string | undefined {
  const text = path instanceof URL ? fileURLToPath(path) : path;
  if (typeof text !== 'string') return undefined;
  const file = resolve(text);
  const isBelow = !relative(sourceFolder(), file).split(sep).includes('..');
  return isBelow || file.split(sep).includes('node_modules') ? undefined : file;
}
