import { nearMisses } from '../../lib/errors/near-miss';
import type { LoweredImageContent, LoweredPlatformContent } from '../app/lower-images';
import { SynthAssertionError } from './synth-assertion-error';

/**
 * The one of a name.
 *
 * @throws SynthAssertionError with names that are like it
 */
export function imageNamed(
  name: string,
  images: readonly LoweredImageContent[],
): LoweredImageContent {
  const found = images.find((image) => image.name === name);
  if (found !== undefined) return found;
  const names = images.map((image) => image.name);
  const [near] = nearMisses(name, names);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  const all = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  throw new SynthAssertionError(`the app has no image "${name}": ${all}${hint}`, {
    expected: name,
    actual: names.join(', '),
  });
}

/**
 * One platform of an image.
 *
 * @param name may be left out for an image of one platform
 * @throws SynthAssertionError where the image is not for it, or it must be said
 */
export function platformNamed(
  { name: image, platforms }: LoweredImageContent,
  name?: string,
): LoweredPlatformContent {
  const [only, ...others] = platforms;
  const isOnly = name === undefined && others.length === 0;
  const found = isOnly ? only : platforms.find(({ platform }) => platform === name);
  if (found !== undefined) return found;
  const names = platforms.map(({ platform }) => platform).join(', ');
  const what = name === undefined ? 'several platforms, say which' : `no platform "${name}"`;
  throw new SynthAssertionError(`image "${image}" has ${what}: it is for ${names}`, {
    expected: name ?? 'one platform',
    actual: names,
  });
}
