import type { AppOptions } from './app-options';
import { findAppPlace } from './app-place';
import { type RunAppOptions, runApp } from './run-app';

/** An assembly that an app may still be writing. */
export interface StartedApp {
  /** Folder of the assembly, once it is written. */
  readonly folder: Promise<string>;
  /** Where the assembly of the app's last run is, if it ever ran; undefined where none is run. */
  readonly lastFolder: string | undefined;
}

/**
 * Starts the app, which is a process of its own: the time that it takes is there for other work.
 *
 * @throws BuildError those of {@link findAppPlace}; those of {@link runApp} are the promise's
 */
export function startApp(options: AppOptions & RunAppOptions): StartedApp {
  const place = findAppPlace(options);
  const folder = runApp(place, options);
  // Whoever waits for it hears of the failure; nobody may be waiting yet.
  folder.catch(() => {});
  return { folder, lastFolder: place.target.kind === 'assembly' ? undefined : place.out };
}
