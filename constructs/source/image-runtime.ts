import type { ImageConfigFields } from '../../lib/oci/image-config';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import type { Layer } from '../image/layer';
import type { ImageSource } from './image-source';

const BRAND = new Brand<ImageRuntime>('ImageRuntime');

/**
 * An image of a registry as the lower part of a runtime image. Made by {@link ImageSource.runtime}.
 *
 * Becomes the layers of that image as they are.
 */
export class ImageRuntime {
  /** The image. */
  readonly image: ImageSource;
  /** Where the programs that check the contract are taken from; its date is that of the result. */
  readonly base: DebianBase;

  /** True for any runtime of an image, also one made by another copy of this package. */
  static isImageRuntime(value: unknown): value is ImageRuntime {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(image: ImageSource, base: DebianBase) {
    BRAND.mark(this);
    this.image = image;
    this.base = base;
  }
}

/** The layers of an image for the target's platform, as an image that is made on it has them. */
export function imageLayers(image: ImageSource, target: Target): readonly Layer[] {
  const states = image.states(target);
  const digest = image.locked(target)?.manifest ?? '';
  return states.map((state, index) => ({
    state,
    says: `${image.repository}@${digest}: layer ${index + 1} of ${states.length}`,
  }));
}

/** Variables of an image, by name. */
export function imageVariables({ Env = [] }: ImageConfigFields): Record<string, string> {
  return Object.fromEntries(
    Env.map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=')];
    }),
  );
}
