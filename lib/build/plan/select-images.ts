import type { ImageManifest, Manifest, PlatformManifest } from '../../assembly/manifest';
import { BuildError, BuildErrors } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { formatPlatform, parsePlatform } from '../../oci/platform';

/** An image to build, with the platforms to build it for. */
export interface SelectedImage {
  readonly image: ImageManifest;
  readonly platforms: readonly PlatformManifest[];
}

/**
 * The images that are named, or all; each for the platforms that are named, or all of its own.
 *
 * @throws BuildErrors `E_IMAGE_UNKNOWN`, `E_PLATFORM_UNKNOWN`
 */
export function selectImages(
  { images }: Manifest,
  names: readonly string[],
  platforms: readonly string[],
): SelectedImage[] {
  const errors: BuildError[] = [];
  const wantedPlatforms = [...new Set(platforms.map(canonicalPlatform))];
  const selected =
    names.length === 0
      ? images
      : [...new Set(names)].flatMap((name) => {
          const image = images.find((known) => known.name === name);
          if (image === undefined) errors.push(unknownImage(name, images));
          return image === undefined ? [] : [image];
        });
  const result = selected.map((image) => ({
    image,
    platforms:
      wantedPlatforms.length === 0
        ? image.platforms
        : wantedPlatforms.flatMap((wanted) => {
            if (!image.platformNames.includes(wanted)) errors.push(unknownPlatform(wanted, image));
            return image.platforms.filter(({ platform }) => platform === wanted);
          }),
  }));
  BuildErrors.throwIfAny(errors);
  return result;
}

/** As images have it; what is no platform is one that no image has. */
function canonicalPlatform(text: string): string {
  const platform = parsePlatform(text);
  return platform === undefined ? text : formatPlatform(platform);
}

function unknownImage(name: string, images: readonly ImageManifest[]): BuildError {
  const known = images.map((image) => image.name);
  const [meant] = nearMisses(name, known, 1);
  return new BuildError('E_IMAGE_UNKNOWN', `image "${name}" is not part of the app`, {
    expected: known.length === 0 ? 'an app with images' : `one of ${known.join(', ')}`,
    fix: meant === undefined ? undefined : `did you mean "${meant}"?`,
  });
}

function unknownPlatform(wanted: string, image: ImageManifest): BuildError {
  return new BuildError('E_PLATFORM_UNKNOWN', `image "${image.name}" is not made for ${wanted}`, {
    expected: `one of ${image.platformNames.join(', ')}`,
    constructPath: image.constructPath,
    source: image.source,
    fix: `add "${wanted}" to the platforms of the image`,
  });
}
