import { dirname, join, resolve } from 'node:path';
import { type AppConfig, readAppConfig } from './app-config';
import type { AppOptions } from './app-options';
import { type AppTarget, findApp } from './app-target';

const DEFAULT_OUT = 'synth.out';
const LOCK_FILE = 'synth.lock.json';

/** What makes an assembly, and the places that belong to it. */
export interface AppPlace {
  readonly target: AppTarget;
  /** Absolute path of the folder that the assembly is in, or will be. */
  readonly out: string;
  /** Absolute path of the lock, be it there or not. */
  readonly lock: string;
  /**
   * Absolute path of the folder that lines of sources are relative to: that of the app's file, for a
   * command the working folder, and for an assembly the one that it lies in.
   */
  readonly folder: string;
}

/**
 * Finds out what options and configuration say of an app.
 *
 * @throws BuildError `E_CONFIG_FORMAT`, `E_APP_NOT_FOUND`, `E_APP_RUNNER`, `E_ASSEMBLY_FORMAT`
 */
export function findAppPlace({ app, cwd = process.cwd(), lock, out }: AppOptions): AppPlace {
  const config = readAppConfig(cwd);
  const target = findApp(app ?? config.app, cwd);
  const folder = out ?? config.output ?? DEFAULT_OUT;
  return {
    target,
    out: target.kind === 'assembly' ? target.folder : resolve(cwd, folder),
    lock: lock === undefined ? findLock(config, target, cwd) : resolve(cwd, lock),
    folder: target.kind === 'assembly' ? dirname(target.folder) : programFolder(target, cwd),
  };
}

/** Where the configuration says, else beside the app's file; of a command, in the working folder. */
function findLock({ lock }: AppConfig, target: AppTarget, cwd: string): string {
  if (lock !== undefined) return resolve(cwd, lock);
  return join(target.kind === 'program' ? programFolder(target, cwd) : cwd, LOCK_FILE);
}

function programFolder({ file }: Extract<AppTarget, { kind: 'program' }>, cwd: string): string {
  return file === undefined ? cwd : dirname(file);
}
