import { BuildError, BuildErrors } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import { parseImageReference } from '../../oci/image-reference';
import type { BuildPlan } from '../plan/build-plan';
import { type MergedImage, mergeParts, type RegistryAccess } from './merge-parts';

/** Digests of the parts that builds have pushed, by the name of the image. */
export type PushedParts = Readonly<Record<string, readonly string[]>>;

/** An image that was put together of its parts, and named. */
export interface NamedImage {
  readonly image: string;
  /** Digest of the index. */
  readonly digest: string;
  /** Names that it has now. */
  readonly names: readonly string[];
  /** `linux/arm64`, in the order of the index. */
  readonly platforms: readonly string[];
}

/** Images at once. */
const AT_ONCE = 8;

/**
 * Puts images together whose platforms were pushed by digest, by several machines, and names them. All
 * parts of all images are read and checked before the first name is written. Doing it again changes
 * nothing.
 *
 * @param plan of the images, with all of their platforms
 * @throws BuildErrors `E_REGISTRY` for each image whose parts do not make it; RegistryError
 *   `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
 */
export async function mergeImages(
  { images }: BuildPlan,
  pushed: PushedParts,
  access: RegistryAccess = {},
): Promise<readonly NamedImage[]> {
  const merged = new Map<string, MergedImage>();
  const errors: BuildError[] = [];
  await eachAtMost(AT_ONCE, images, async ({ name, platforms, references }) => {
    try {
      const image = {
        names: references.map(parseImageReference),
        platforms: platforms.map(({ platform }) => platform),
        parts: [...new Set(pushed[name] ?? [])],
      };
      merged.set(name, await mergeParts(image, access));
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      errors.push(error);
    }
  });
  BuildErrors.throwIfAny(errors);
  await eachAtMost(AT_ONCE, images, async ({ name }) => merged.get(name)?.name());
  return images.map(({ name, platforms, references }) => ({
    image: name,
    digest: merged.get(name)?.digest ?? '',
    names: references,
    platforms: platforms.map(({ platform }) => platform),
  }));
}
