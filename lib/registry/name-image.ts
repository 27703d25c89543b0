import { setTimeout as delay } from 'node:timers/promises';
import { formatImageReference, type ImageReference } from '../oci/image-reference';
import type { Manifest, RegistryClient } from './registry-client';
import { RegistryError } from './registry-error';

/** Between tries of a registry that is busy or does not answer. */
const WAITS_MS = [500, 2_000];

/**
 * Names an image whose manifests are in all of its repositories. First all repositories get the manifest
 * or index by its digest; only then tags are written, so that what could not be stored is tagged
 * nowhere.
 *
 * @param names with their tags; those without one get it by its digest alone
 * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`; of a tag that was not written it tells which
 *   were
 */
export async function nameImage(
  client: RegistryClient,
  manifest: Manifest,
  names: readonly ImageReference[],
  signal?: AbortSignal,
): Promise<void> {
  const untagged = names.map(({ registry, repository }) => ({ registry, repository }));
  const repositories = new Map(untagged.map((one) => [formatImageReference(one), one]));
  const put = (reference: ImageReference) =>
    withRetries(() => client.putManifest(reference, manifest, signal), signal);
  await Promise.all([...repositories.values()].map(put));
  const written: string[] = [];
  for (const name of names.filter(({ tag }) => tag !== undefined)) {
    try {
      await put(name);
    } catch (error) {
      if (!(error instanceof RegistryError) || written.length === 0) throw error;
      throw new RegistryError(
        'E_REGISTRY',
        `${error.message}; of this image there are already ${written.join(', ')}`,
        { got: error.details.got ?? error.message, cause: error },
      );
    }
    written.push(formatImageReference(name));
  }
}

async function withRetries<T>(run: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await run();
    } catch (error) {
      if (!mayPass(error)) throw error;
      await delay(wait, undefined, { signal });
    }
  }
  return run();
}

/** No answer, a registry that limits requests, or one that fails itself. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof RegistryError) || error.code !== 'E_REGISTRY') return false;
  const { status } = error;
  return status === undefined || status === 429 || status >= 500;
}
