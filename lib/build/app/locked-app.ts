import { readAssembly } from '../../assembly/assembly-reader';
import type { AskedRequest } from '../../lock/asked';
import type { LockFile } from '../../lock/lock-file';
import { readLock } from '../../lock/read-lock';
import type { AppOptions } from './app-options';
import { type AppPlace, findAppPlace } from './app-place';
import { runApp } from './run-app';

/** An app, its lock, and what it asks of that. */
export interface LockedApp {
  readonly place: AppPlace;
  readonly lock: LockFile;
  readonly requests: readonly AskedRequest[];
}

/**
 * Runs an app with its lock as it is.
 *
 * @param check of the place, before the app is run
 * @throws what `synthesize` throws, but for missing answers
 */
export async function openLockedApp(
  options: AppOptions & { readonly signal?: AbortSignal | undefined },
  check: (place: AppPlace) => void = () => {},
): Promise<LockedApp> {
  const place = findAppPlace(options);
  check(place);
  const lock = readLock(place.lock);
  const { requests } = readAssembly(await runApp(place, options)).manifest;
  return { place, lock, requests };
}
