import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { extend, type PropsOf } from '../../lib/props';
import type { Target } from '../core/target';
import type { DebianPackages } from '../debian/debian-packages';
import { DEBIAN_ROOT, packagesOf } from '../debian/debian-root';
import { checkDebianPlatforms } from '../debian/platform';
import { Image } from './image';
import { IMAGE_PROPS, type ImageProps } from './image-props';
import type { LoweredImage } from './layer';

const BASE_IMAGE_PROPS = extend(IMAGE_PROPS, {
  /** The packages of the image. */
  base: DEBIAN_ROOT,
});

/** Properties of a {@link BaseImage}. */
export interface BaseImageProps extends ImageProps, PropsOf<typeof BASE_IMAGE_PROPS> {}

/**
 * A Debian image with shell, dpkg and apt, for people and other builds to start from.
 *
 * Becomes the root of its packages for each platform, configured from outside: the build platform
 * does not show in it, and no emulator is needed.
 */
export class BaseImage extends Image {
  private readonly props: BaseImageProps;

  constructor(scope: IConstruct, id: string, props: BaseImageProps) {
    super(scope, id, props);
    this.props = props;
  }

  get sourceDateEpoch(): number {
    return this.packages.base.sourceDateEpoch;
  }

  override get isDated(): boolean {
    return true;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(BASE_IMAGE_PROPS, this.props, () => [
      ...super.check(),
      ...checkDebianPlatforms(this),
    ]);
  }

  private get packages(): DebianPackages {
    return packagesOf(this.props.base);
  }

  lower(target: Target): LoweredImage {
    return {
      layers: this.packages.layers(target, this),
      config: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
        Cmd: ['/bin/bash'],
        WorkingDir: '/',
        ...(Object.keys(this.labels).length === 0 ? {} : { Labels: this.labels }),
      },
    };
  }
}
