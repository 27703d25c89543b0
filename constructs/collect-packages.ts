import type { ImagePackages } from '../lib/assembly/manifest';
import { formatPlatform } from '../lib/oci/platform';
import type { Image } from './image';

/** Which locked sets of Debian packages each image has, for each of its platforms. */
export function collectPackages(images: readonly Image[]): ImagePackages[] {
  return images.map((image) => ({
    constructPath: image.node.path,
    ...(image.source === undefined ? {} : { source: image.source }),
    platforms: image.targets.map((target) => ({
      platform: formatPlatform(target.platform),
      architecture: target.debian,
      sets: image.packageSets(target),
    })),
  }));
}
