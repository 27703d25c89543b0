import { resolve } from 'node:path';
import { type Assembly, readAssembly } from '../assembly/assembly-reader';
import { BuildError } from '../errors';
import { removeTemporarySync } from '../files/temporary';
import type { AppOptions } from './app/app-options';
import { findAppPlace } from './app/app-place';
import { runApp } from './app/run-app';
import { checkOutEarlier, type EarlierCheckout } from './since/checkout';
import { imageFingerprint } from './since/image-fingerprint';

/** Options of {@link touchedImages}. */
export interface TouchedOptions extends AppOptions {
  /** What git takes for a commit: a branch, a tag, `HEAD~1`. */
  readonly since: string;
  /** Aborting ends git and the app. @default - they go on to their end */
  readonly signal?: AbortSignal | undefined;
  /** Told why all images count as touched, where they do. @default - nobody is told */
  readonly onMessage?: ((message: string) => void) | undefined;
}

/**
 * Finds out which images an app makes otherwise than the app of an earlier commit did, by running
 * that: its files are taken from git, and the packages that are installed now. What is not committed
 * yet counts, and so does a folder whose content the assembly does not say.
 *
 * Where the earlier app cannot be run, or has other packages, all images count as touched.
 *
 * @param assembly what the app makes now
 * @returns names of images, in their order
 * @throws BuildError `E_GIT_SINCE` where there is no such commit, or no repository; the reason of
 *   the abort when `signal` was aborted
 */
export async function touchedImages(
  assembly: Assembly,
  options: TouchedOptions,
): Promise<readonly string[]> {
  const { cwd = process.cwd(), env = process.env, onMessage = () => {}, since, signal } = options;
  const { images } = assembly.manifest;
  const earlier = await checkOutEarlier(resolve(cwd), since, { env, signal });
  try {
    const before = await earlierFingerprints(earlier, options);
    return images
      .filter((image) => !before.has(imageFingerprint(image, assembly)))
      .map(({ name }) => name);
  } catch (error) {
    signal?.throwIfAborted();
    if (!BuildError.is(error)) throw error;
    onMessage(`every image counts as touched since "${since}": ${error.message.split('\n')[0]}`);
    return images.map(({ name }) => name);
  } finally {
    removeTemporarySync(earlier.root);
  }
}

async function earlierFingerprints(
  earlier: EarlierCheckout,
  { app, env, lock, signal }: TouchedOptions,
): Promise<ReadonlySet<string>> {
  const [changed] = earlier.changedPackages;
  if (changed !== undefined) {
    throw new BuildError(
      'E_GIT_SINCE',
      `${changed} has changed, and with it what the app runs with`,
    );
  }
  const place = findAppPlace({
    cwd: earlier.cwd,
    app: app === undefined ? undefined : earlier.place(app),
    lock: lock === undefined ? undefined : earlier.place(lock),
    out: `${earlier.root}/out`,
  });
  const run = { cwd: earlier.cwd, env, isHidden: true, signal };
  const folder = await runApp(place, { ...run, place: resolve(earlier.cwd, 'synth.out') });
  const before = readAssembly(folder);
  return new Set(before.manifest.images.map((image) => imageFingerprint(image, before)));
}
