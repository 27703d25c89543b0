import type { AppOptions } from '../../build/app/app-options';
import type { StartedApp } from '../../build/app/start-app';
import { synthesize } from '../../build/synthesize';
import { touchedImages } from '../../build/touched';
import type { CommandContext } from '../context';
import { jsonText } from '../json-text';

/** An app that has ended, and the names of its images that are to be built. */
export interface TouchedApp {
  readonly app: StartedApp;
  readonly images: readonly string[];
}

/**
 * Runs the app as it is and as it was at a commit.
 *
 * @returns undefined where no image that is asked for differs, which is told
 */
export async function touchedApp(
  since: string,
  app: AppOptions,
  { arguments: names, messages, options, signal, stdout }: CommandContext,
): Promise<TouchedApp | undefined> {
  const assembly = await synthesize({ ...app, signal });
  const onMessage = (text: string) => messages.note(text);
  const touched = await touchedImages(assembly, { ...app, since, signal, onMessage });
  const known = assembly.manifest.images.map(({ name }) => name);
  // Of a name that is none the plan says so.
  const isWanted = (name: string) => touched.includes(name) || !known.includes(name);
  const images = names.length === 0 ? touched : names.filter(isWanted);
  if (images.length > 0) {
    return { app: { folder: Promise.resolve(assembly.folder), lastFolder: undefined }, images };
  }
  messages.note(`no image differs from what it was at "${since}"`);
  if (options.has('json')) stdout.write(jsonText([]));
  return undefined;
}
