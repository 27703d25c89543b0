import { resolve } from 'node:path';
import { BuildError, BuildErrors } from '../../errors';
import { type BuildOutput, destOf } from './output';
import type { SelectedImage } from './select-images';

/**
 * Refuses to push an image that has no name of its own.
 *
 * @throws BuildErrors `E_PUBLISH_MISSING`
 */
export function requirePublished(images: readonly SelectedImage[]): void {
  BuildErrors.throwIfAny(
    images.flatMap(({ image: { constructPath, name, publish, source } }) =>
      publish.names.length > 0
        ? []
        : [
            new BuildError('E_PUBLISH_MISSING', `image "${name}" has no name to push it under`, {
              constructPath,
              source,
              fix: `set "publish: { names: ['registry.example.org/me/${name}'] }" of the image`,
            }),
          ],
    ),
  );
}

/**
 * Refuses outputs that cannot be: two images in one place, several platforms where the format holds
 * one.
 *
 * @param cwd folder that paths are relative to
 * @throws BuildErrors `E_BUILD_OUTPUT`
 */
export function checkOutputs(
  outputs: readonly BuildOutput[],
  images: readonly SelectedImage[],
  cwd: string,
): void {
  const errors: BuildError[] = [];
  const several = images.find(({ platforms }) => platforms.length > 1);
  for (const output of outputs) {
    const name = `output "type=${output.type}"`;
    if (destOf(output) !== undefined && images.length > 1) {
      errors.push(
        new BuildError(
          'E_BUILD_OUTPUT',
          `${name} would write ${images.length} images to one place`,
          {
            got: images.map(({ image }) => image.name).join(', '),
            fix: 'choose one image, and build the others to other places',
          },
        ),
      );
    }
    if (output.type === 'docker' && several !== undefined) {
      errors.push(
        new BuildError('E_BUILD_OUTPUT', `${name} holds one platform`, {
          got: several.platforms.map(({ platform }) => platform).join(', '),
          fix: 'choose one platform, or use type=oci',
        }),
      );
    }
  }
  const paths = outputs
    .map(destOf)
    .flatMap((dest) => (typeof dest === 'string' ? [resolve(cwd, dest)] : []));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    errors.push(new BuildError('E_BUILD_OUTPUT', `two outputs are written to "${twice}"`));
  }
  BuildErrors.throwIfAny(errors);
}
