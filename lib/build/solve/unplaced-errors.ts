import { BuildError } from '../../errors';
import type { Unplaced } from '../builders/place-images';
import type { PlannedImage } from '../plan/build-plan';

/** What is told of images that no builder can build, of those that are to be built. */
export function unplacedErrors(
  unplaced: readonly Unplaced[],
  images: readonly PlannedImage[],
): BuildError[] {
  return images.flatMap(({ manifest, name, platforms }) => {
    const { constructPath, source } = manifest;
    const own = unplaced.filter(({ image }) => image === name);
    return own.map(({ platform }) =>
      platform === undefined
        ? new BuildError('E_BUILDER_PLATFORM', `no builder builds image "${name}" whole`, {
            constructPath,
            source,
            got: `${platforms.map((one) => one.platform).join(', ')}, of several builders`,
            expected: 'one builder for all of them, since the output is not pushed alone',
            fix: 'choose a --platform, push the image, or name a builder without platforms',
          })
        : new BuildError(
            'E_BUILDER_PLATFORM',
            `no builder builds image "${name}" for ${platform}`,
            {
              constructPath,
              source,
              expected: 'a builder for that platform, which runs the platform of the steps as well',
              fix: 'add the platform to a builder, or name one without platforms',
            },
          ),
    );
  });
}
